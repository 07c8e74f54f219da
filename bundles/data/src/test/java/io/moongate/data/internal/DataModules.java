package io.moongate.data.internal;

import io.moongate.data.internal.bytes.ByteArrayModule;
import io.moongate.data.internal.bytes.ByteOrderModule;
import io.moongate.data.internal.codec.CodecModule;
import io.moongate.data.internal.date.DateModule;
import io.moongate.data.internal.json.JsonModule;
import io.moongate.data.internal.random.RandomModule;
import io.moongate.data.internal.ubjson.UbjsonModule;
import io.moongate.data.internal.xml.XmlParserModule;
import io.moongate.data.internal.xml.XmlRpcModule;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.TestVm;

/** Every module of this bundle, for tests. */
final class DataModules {
    private DataModules() {}

    static LuaModule[] all() {
        return new LuaModule[] {
            new ByteArrayModule(),
            new ByteOrderModule(),
            new CodecModule(),
            new DateModule(),
            new JsonModule(),
            new RandomModule(),
            new UbjsonModule(),
            new XmlParserModule(),
            new XmlRpcModule()
        };
    }

    /** A VM with this bundle's modules, {@code ba.thread} and {@code ba.sleep}. */
    static TestVm vm() {
        TestVm vm = new TestVm(all());
        vm.vms().addModule(new ThreadModule());
        vm.vms().addModule(new TimerModule());
        return vm;
    }
}
