<?lsp
-- The state of the gateway as JSON.
request:allow{"GET"}
response:setcontenttype"application/json"
response:write(app.reading())
?>
