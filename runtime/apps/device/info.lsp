<?lsp
request:allow{"GET"}
response:setcontenttype"application/json"
response:write(app.info())
?>
