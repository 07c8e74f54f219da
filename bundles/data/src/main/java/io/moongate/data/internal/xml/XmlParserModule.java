package io.moongate.data.internal.xml;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code require "xparser"}. */
@Component
public final class XmlParserModule implements LuaModule {

    private final LuaType<XmlParser> type = LuaType.named("XPARSER", XmlParser.class)
            .method("parse", XmlParser::parse)
            .method("init", XmlParser::init)
            .method("reset", XmlParser::reset);

    @Override
    public String name() {
        return "xparser";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.required(name())
                .function("create", args -> Result.of(context.wrap(type, new XmlParser(args.table(1))))));
    }
}
