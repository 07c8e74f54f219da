package io.moongate.io.internal.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.io.internal.zip.ZipFormat;
import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.MemoryIo;
import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoModuleTest {

    private final MemoryIo app = new MemoryIo(1 << 24);

    private TestVm vm(Grant... grants) {
        return new TestVm(Grants.of(grants), Map.of("vm", app), new IoModule(List.of(new ZipFormat())));
    }

    private void put(String name, String text) throws IoException {
        app.replace(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_app_sees_its_own_files_and_no_others() {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return (ba.openio'vm':resourcetype())")).isEqualTo("memory");
            assertThat(vm.eval("return ba.openio() == ba.openio'vm'")).isEqualTo("true");
            assertThat(vm.eval("return ba.openio'disk'")).startsWith("nil,noaccess,");
            assertThat(vm.eval("return ba.openio'home'")).startsWith("nil,notfound,");
            assertThat(
                            vm.eval(
                                    "local n = 0 for name, io in pairs(ba.io()) do n = n + 1 end return ba.io().vm ~= nil, n == 1"))
                    .isEqualTo("true,true");
        }
    }

    @Test
    void a_host_cannot_name_the_disk_into_an_app_without_the_grant(@TempDir Path temp) {
        Map<String, Io> ios = Map.of("disk", new DiskIo(temp));
        try (TestVm vm = new TestVm(Grants.of(), ios, new IoModule(List.of()))) {
            assertThat(vm.eval("return ba.openio'disk'")).startsWith("nil,noaccess");
        }
        try (TestVm vm = new TestVm(Grants.of(Grant.DISK), ios, new IoModule(List.of()))) {
            assertThat(vm.eval("return ba.openio'disk':realpath''")).isEqualTo(temp.toString());
        }
    }

    @Test
    void names_of_the_net_are_urls() {
        try (TestVm vm = vm(Grant.NETWORK)) {
            assertThat(vm.eval("local net = ba.openio'net' return net:netconf{}, net:resourcetype()"))
                    .isEqualTo("true,net,");
            for (String name :
                    List.of("x", "", "/x", "ftp://host/x", "http://", "http://host/x?y", "http://host/x#y")) {
                assertThat(vm.eval("return (select(2, ba.openio'net':stat'" + name + "'))"))
                        .as(name)
                        .isEqualTo("invalidname");
            }
            assertThat(vm.eval("return (select(2, ba.openio'net':stat'http://host/../x'))"))
                    .isEqualTo("noaccess");
            assertThat(vm.eval("return (select(2, ba.openio'net':open('http://host/x', 'a')))"))
                    .isEqualTo("noimplementation");
        }
    }

    @Test
    void the_io_of_an_app_works_again_after_an_update(@TempDir Path temp) throws IOException {
        Files.writeString(temp.resolve("file"), "content");
        IoModule first = new IoModule(List.of());
        try (TestVm vm = new TestVm(Grants.of(), Map.of("vm", new DiskIo(temp)), first)) {
            vm.run("io = ba.openio'vm'");
            vm.vms().removeModule(first);
            assertThatThrownBy(() -> vm.run("io:stat'file'")).hasMessageContaining("is not available");
            vm.vms().addModule(new IoModule(List.of()));
            assertThat(vm.eval("return io:open'file':read'a', io == ba.openio'vm'"))
                    .isEqualTo("content,true");
        }
    }

    @Test
    void the_disk_is_one_object(@TempDir Path temp) {
        try (TestVm vm = vm(Grant.DISK)) {
            assertThat(vm.eval("return ba.openio'disk' == ba.openio'disk', ba.openio'disk' == ba.io().disk"))
                    .isEqualTo("true,true");
            assertThat(vm.eval("return ba.mkio(ba.openio'disk', '%1$s') == ba.mkio(ba.openio'disk', '%1$s')"
                            .formatted(temp)))
                    .isEqualTo("false");
            assertThat(vm.eval("return ba.mkio(ba.openio'disk', '%s'):realpath'a/../b'".formatted(temp)))
                    .isEqualTo(temp + "/b");
        }
    }

    @Test
    void failures_give_code_message_and_name() {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return ba.openio():open'none'")).isEqualTo("nil,enoent,no such file or directory,none");
            assertThat(vm.eval("return ba.openio():open('../x', 'w')"))
                    .isEqualTo("nil,noaccess,the name leaves the root of its IO,../x");
            assertThat(vm.eval("return (select(2, ba.openio():open('a\\0b')))")).isEqualTo("invalidname");
            assertThat(vm.eval("return (select(2, ba.openio():open('\\255')))")).isEqualTo("invalidname");
            assertThat(vm.eval("return (select(2, ba.mkio(ba.openio(), 'none')))"))
                    .isEqualTo("enoent");
        }
    }

    @Test
    void misuse_raises_with_position() {
        try (TestVm vm = vm()) {
            assertThatThrownBy(() -> vm.run("ba.openio():open()"))
                    .hasMessageContaining("bad argument #1 to 'open' (string expected, got no value)");
            assertThatThrownBy(() -> vm.run("ba.openio():open('f', 'q')"))
                    .hasMessageContaining("bad argument #2 to 'open' (invalid mode)");
            assertThatThrownBy(() -> vm.run("ba.mkio({}, 'x')"))
                    .hasMessageContaining("bad argument #1 to 'mkio' (IO expected, got table)");
            assertThatThrownBy(() -> vm.run("ba.openio():files'none'"))
                    .hasMessageContaining("cannot list 'none': enoent");
            assertThatThrownBy(() -> vm.run("ba.openio():close()")).hasMessageContaining("Not supported or closed");
            assertThatThrownBy(() -> vm.run("ba.create.luaio('x')"))
                    .hasMessageContaining("bad argument #1 to 'luaio' (table expected, got string)");
        }
    }

    @Test
    void objects_show_what_they_are_without_java_names() {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return tostring(ba.openio())")).matches("IO \\(memory\\): 0x[0-9a-f]+");
            assertThat(
                            vm.eval(
                                    "local f = ba.openio():open('f', 'w') local s = tostring(f) f:close() return s, tostring(f)"))
                    .matches("file \\(0x[0-9a-f]+\\),file \\(closed\\)");
        }
    }

    @Test
    void archives_below_archives_and_directories_are_mounted() throws Exception {
        app.mkdir("d");
        put("d/bad.zip", "no zip");
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return (select(2, ba.mkio(ba.mkio(ba.openio(), 'd/'), 'bad.zip')))"))
                    .isEqualTo("zipincompatible");
            assertThat(vm.eval("return (select(2, ba.mkio(ba.mkio(ba.openio(), 'd'), '..')))"))
                    .isEqualTo("noaccess");
            assertThat(vm.eval("return (select(2, ba.mkio(ba.create.luaio{}, 'd')))"))
                    .isEqualTo("noimplementation");
        }
    }

    @Test
    void code_of_the_app_is_loaded() throws Exception {
        put("m.lua", "x = 7 return ...");
        put("bad.lua", "return +");
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return ba.loadfile'm.lua'('a')")).isEqualTo("a");
            assertThat(vm.eval("local e = {} ba.dofile('m.lua', e) return e.x == 7"))
                    .isEqualTo("true");
            assertThat(vm.eval("return ba.loadfile'none.lua'"))
                    .isEqualTo("nil,cannot open 'none.lua': enoent (no such file or directory)");
            assertThat(vm.eval("return ba.loadfile'bad.lua'")).startsWith("nil,bad.lua:1:");
            assertThatThrownBy(() -> vm.run("ba.dofile'bad.lua'")).hasMessageContaining("bad.lua:1:");
        }
    }

    @Test
    void files_are_replaced_whole() throws Exception {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("return ba.openio():replace('conf.json', '{}')")).isEqualTo("true");
            assertThat(app.readText("conf.json", 10)).isEqualTo("{}");
            assertThat(vm.eval("return (select(2, ba.openio():replace('none/conf.json', '{}')))"))
                    .isEqualTo("enoent");
        }
    }

    @Test
    void a_file_in_memory_is_bounded() {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("""
                            local io = ba.create.memio(1000)
                            local f = io:open('f', 'w')
                            local ok = f:write(('x'):rep(500))
                            return ok, f:write(('x'):rep(500))""")).startsWith("true,nil,nospace,more than the limit of 1000 bytes,f");
            assertThatThrownBy(() -> vm.run("ba.create.memio(1e9)")).hasMessageContaining("is not in 0..");
        }
    }

    @Test
    void what_one_read_gives_is_bounded() {
        try (TestVm vm = vm()) {
            assertThat(vm.eval("""
                            local endless = ba.create.luaio{open = function()
                               return {read = function(n) return ('x'):rep(n) end, close = function() return true end}
                            end}
                            local f = endless:open'f'
                            local _, a = f:read'a'
                            local _, n = f:read(2^31 - 1)
                            return a, n, #f:read(3) == 3""")).isEqualTo("mem,mem,true");
        }
    }

    private static final class Waiting implements LuaModule {
        @Override
        public String name() {
            return "wait";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            return List.of(LuaLibrary.named("_G").function("wait", args -> {
                context.vm().sleep(1);
                return Result.none();
            }));
        }
    }

    @Test
    void functions_of_an_io_in_lua_may_wait() {
        try (TestVm vm = vm()) {
            vm.vms().addModule(new Waiting());
            vm.run("function sleeping() wait() return {size = 1, isdir = false, mtime = 2} end");
            assertThat(vm.eval("return ba.create.luaio{stat = sleeping}:stat'f'.isdir"))
                    .isEqualTo("false");
        }
    }

    @Test
    void an_endless_directory_of_an_io_in_lua_ends() {
        try (TestVm vm = vm()) {
            assertThatThrownBy(() -> vm.run("""
                            ba.create.luaio{files = function()
                               return {read = function() return true end, name = function() return 'x' end}
                            end}:files''""")).hasMessageContaining("more than 100000 entries");
        }
    }

    @Test
    void files_left_open_are_closed_with_the_vm(@TempDir Path temp) throws Exception {
        Path fds = Path.of("/proc/self/fd");
        Files.writeString(temp.resolve("f"), "1");
        try (TestVm vm = vm(Grant.DISK)) {
            vm.run("kept = ba.mkio(ba.openio'disk', '%s'):open'f'".formatted(temp));
            assertThat(openFiles(fds)).contains(temp.resolve("f").toString());
        }
        assertThat(openFiles(fds)).doesNotContain(temp.resolve("f").toString());
    }

    private static List<String> openFiles(Path fds) throws Exception {
        try (var links = Files.list(fds)) {
            return links.map(IoModuleTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void a_file_of_lua_closes_on_its_vm_when_lua_lets_go_of_it() {
        try (TestVm vm = vm()) {
            vm.run("""
                    closed = 0
                    local io = ba.create.luaio{open = function()
                       return {close = function() closed = closed + 1 return true end}
                    end}
                    file = io:open'f'
                    getmetatable(file).__close(file)
                    getmetatable(file).__close(file)""");
            assertThat(vm.eval("return closed == 1, tostring(file)")).isEqualTo("true,file (closed)");
        }
    }
}
