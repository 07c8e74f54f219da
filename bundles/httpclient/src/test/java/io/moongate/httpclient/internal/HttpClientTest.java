package io.moongate.httpclient.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.TestVm;
import io.moongate.socket.internal.SocketModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientTest {

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final TestVm vm =
            new TestVm(new ClientModule(loops), new SocketModule(loops, descriptors), new TimerModule());

    /** A server that answers every request with what {@code answer(request)} returns. */
    @BeforeEach
    void serve() {
        vm.run("""
                listener = ba.socket.bind(0, {intf = "127.0.0.1"})
                port = select(2, listener:sockname())
                url = "http://127.0.0.1:" .. port
                listener:event(function(l)
                  while true do
                    local c = l:accept()
                    if not c then break end
                    c:event(function(s)
                      local buffer = ""
                      while true do
                        local d = s:read()
                        if not d then break end
                        buffer = buffer .. d
                        local head, rest = buffer:match("^(.-)\\r\\n\\r\\n(.*)$")
                        if head then
                          buffer = ""
                          s:write(answer(head, rest))
                        end
                      end
                    end)
                  end
                end)
                function ok(body, fields)
                  return "HTTP/1.1 200 OK\\r\\n" .. (fields or "") .. "Content-Length: " .. #body .. "\\r\\n\\r\\n" .. body
                end
                """);
    }

    @AfterEach
    void stop() {
        vm.close();
        descriptors.close();
        loops.close();
    }

    private String answerTo(String response) {
        return vm.eval("""
                answer = function() return "%s" end
                local h = require "httpc".create()
                h:request{url = url}
                local status, code = h:status()
                local body, failed = h:read "a"
                h:close()
                return status, code, body, failed
                """.formatted(response));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok|200,nil,ok,nil",
                "HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nok|200,nil,ok,nil",
                "HTTP/1.1 200 \\r\\nContent-Length: 2\\r\\n\\r\\nok|200,nil,ok,nil",
                "HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\nok|nil,invalidresponse,nil,invalidresponse",
                "HTTP/1.1 200 OK\\r\\nContent-Length: -2\\r\\n\\r\\nok|nil,invalidresponse,nil,invalidresponse",
                "HTTP/1.1 200 OK\\r\\nNo colon\\r\\n\\r\\n|nil,invalidresponse,nil,invalidresponse",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2;x=y\\r\\nok\\r\\n0\\r\\nA: b\\r\\n\\r\\n|200,nil,ok,nil",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\nok|200,nil,nil,invalidresponse",
                "HTTP/1.1 103 Early\\r\\n\\r\\nHTTP/1.1 204 No\\r\\n\\r\\n|204,nil,nil,nil",
                "SSH-2.0-x\\r\\n|nil,invalidresponse,nil,invalidresponse"
            })
    void answers_are_read_strictly(String response, String expected) {
        assertThat(answerTo(response)).isEqualTo(expected);
    }

    @Test
    void line_ends_in_fields_are_refused() {
        assertThat(vm.eval("""
                        local h = require "httpc".create()
                        return pcall(h.request, h, {url = url, header = {["X-A"] = "1\\r\\nX-Evil: 2"}}),
                          pcall(h.request, h, {url = url, header = {["X\\r\\nA"] = "1"}})
                        """)).startsWith("false,false,");
    }

    @Test
    void a_redirect_to_another_server_takes_no_secrets_along() {
        assertThat(vm.eval("""
                        local seen
                        answer = function(head)
                          if head:find "GET /start" then
                            return "HTTP/1.1 302 X\\r\\nLocation: http://localhost:" .. port .. "/there\\r\\nContent-Length: 0\\r\\n\\r\\n"
                          end
                          seen = head
                          return ok "x"
                        end
                        local h = require "http".create()
                        h:request{url = url .. "/start", user = "joe", password = "secret", header = {Cookie = "a=1", ["X-A"] = "1"}}
                        local status = h:status()
                        h:close()
                        return status, seen:find "Authorization", seen:find "Cookie", seen:find "X%-A" ~= nil
                        """)).isEqualTo("200,nil,nil,true");
    }

    @Test
    void relative_locations_are_resolved() {
        assertThat(vm.eval("""
                        answer = function(head)
                          local path = head:match "^GET (%S+)"
                          if path == "/a/b" then return "HTTP/1.1 302 X\\r\\nLocation: c\\r\\nContent-Length: 0\\r\\n\\r\\n" end
                          return ok(path)
                        end
                        local h = require "http".create()
                        h:request{url = url .. "/a/b"}
                        local body = h:read "a"
                        h:close()
                        return body
                        """)).isEqualTo("/a/c");
    }

    @Test
    void bytes_that_nobody_asked_for_end_a_connection() {
        assertThat(vm.eval("""
                        answer = function(head) return ok("one") .. "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nevil" end
                        local h = require "httpc".create()
                        h:request{url = url} local first = h:read "a"
                        answer = function(head) return ok "two" end
                        h:request{url = url} local second = h:read "a"
                        h:close()
                        return first, second
                        """)).isEqualTo("one,two");
    }

    @Test
    void queries_are_parsed() {
        assertThat(vm.eval("local t = require'httpc'.parsequery 'a=1&b=x%20y+z&a=2&c' return t.a, t.b, t.c"))
                .isEqualTo("2,x y z,");
    }
}
