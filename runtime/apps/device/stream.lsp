<?lsp
-- The same as server-sent events, one every two seconds until the browser goes.
request:allow{"GET"}
response:setcontenttype"text/event-stream"
response:setheader("X-Accel-Buffering", "no")
while response:valid() do
   response:write("data: ", app.reading(), "\n\n")
   response:flush()
   ba.sleep(2000)
end
?>
