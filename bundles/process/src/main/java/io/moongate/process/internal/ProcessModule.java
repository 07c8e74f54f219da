package io.moongate.process.internal;

import io.moongate.net.posix.DescriptorStreams;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ba.forkpty} and {@code ba.exec}: programs, for apps that may run them. */
@Component
public final class ProcessModule implements LuaModule {

    private final Programs programs;

    @Activate
    public ProcessModule(@Reference DescriptorStreams descriptors) {
        this.programs = new Programs(descriptors);
    }

    @Override
    public String name() {
        return "ba.forkpty";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(new ProcessLibrary(context, programs).library());
    }
}
