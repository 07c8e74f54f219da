package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser: what it does and how it is judged is in {@code browser/gateway.test.js}. */
class BrowserIT {

    @TempDir
    Path directory;

    private static void page(Path app, String name, String text) throws Exception {
        Files.writeString(app.resolve(name), text);
    }

    private Path app() throws Exception {
        Path app = Files.createDirectories(directory.resolve("app"));
        page(app, ".preload", """
                local users = ba.create.authuser(function(name) return name == 'anna' and 'secret' or nil end)
                local login = '<form method="post"><p>please sign in</p><input name="ba_username">'
                   .. '<input name="ba_password" type="password"><button>in</button></form>'
                local guarded = ba.create.dir'guarded'
                guarded:setauth(ba.create.authenticator(users, {type = 'form', response = function(_ENV)
                   response:write(login)
                end}))
                local inner = ba.create.dir()
                inner:setfunc(function(_ENV) response:write('in as ', (request:user())) return true end)
                guarded:insert(inner, true)
                dir:insert(guarded, true)
                """);
        page(app, "counter.lsp", "<?lsp local s = request:session(true) s.n = (s.n or 0) + 1 print(s.n) ?>");
        page(app, "logout.lsp", "<?lsp request:logout() ?>out");
        page(app, "trace.lsp", "<?lsp trace('traced ' .. request:data'x') ?>ok");
        page(app, "broken.lsp", "<?lsp error'no such sensor' ?>");
        page(app, "form.lsp", """
                <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
                <?lsp
                local function escape(s) return (s:gsub('[&<>]', {['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;'})) end
                if request:header'Content-Type' and request:header'Content-Type':find'multipart' then
                   local name, size = '', 0
                   request:multipart{
                      beginfile = function(_, file) name = file return true end,
                      filedata = function(data) size = size + #data return true end}
                   print('<p id="uploaded">' .. name .. ' ' .. size .. '</p>')
                else
                   print('<p id="said">' .. escape(request:data'text' or '') .. '</p>')
                end
                ?>
                <form method="post"><label>Text <input name="text"></label><button>Send</button></form>
                <form method="post" enctype="multipart/form-data"><input type="file" name="f"><button>Upload</button></form>
                """);
        page(app, "events.lsp", """
                <?lsp
                response:setcontenttype'text/event-stream'
                for i = 1, 3 do response:write('data: ', i, '\\n\\n') response:flush() ba.sleep(20) end
                ?>""");
        page(app, "socket.lsp", """
                <?lsp
                local s = ba.socket.req2sock(request)
                s:event(function(s)
                   local whole = ''
                   while true do
                      local data, text, sofar, length = s:read()
                      if not data then break end
                      whole = whole .. data
                      if not sofar or sofar == length then
                         s:write(#whole > 1000 and tostring(#whole) or 'echo ' .. whole, true)
                         whole = ''
                      end
                   end
                end, 's')
                ?>""");
        page(app, "live.html", """
                <!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
                <p id="events"></p><p id="socket"></p>
                <script>
                const events = new EventSource('events.lsp');
                events.onmessage = e => { document.getElementById('events').textContent += e.data + ' '; if (e.data === '3') events.close(); };
                const socket = new WebSocket(location.href.replace('http', 'ws').replace('live.html', 'socket.lsp'));
                socket.onopen = () => { socket.send('hello'); socket.send('✓'); socket.send('x'.repeat(65000)); };
                socket.onmessage = e => document.getElementById('socket').textContent += e.data + ' ';
                </script>
                """);
        return app;
    }

    @Test
    void sessions_forms_events_sockets_and_the_trace_in_chromium() throws Exception {
        Path browser = Moongate.ROOT.resolve("tests-pax-exam/browser");
        Path shots = Files.createDirectories(Moongate.ROOT.resolve("tests-pax-exam/target/browser"));
        ProcessBuilder install = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        assertThat(Peer.run(install.directory(browser.toFile()), "")).doesNotContain("npm error");
        Path app = app();
        try (RunningGateway gateway = new RunningGateway(directory.resolve("home"), "--app", app + "=/")) {
            RunningGateway.await("the app", () -> gateway.get("/logout.lsp").equals("out"));
            ProcessBuilder tests = new ProcessBuilder("node", "--test", "--test-reporter=tap", "gateway.test.js");
            tests.environment().put("GATEWAY", gateway.url("/").toString());
            tests.environment().put("PASSWORD", gateway.password());
            tests.environment().put("BROWSER", "/usr/bin/chromium");
            tests.environment().put("SHOTS", shots.toString());
            String report = Peer.run(tests.directory(browser.toFile()), "");
            assertThat(report).as(report).contains("# pass 8").contains("# fail 0");
        }
    }
}
