package io.moongate.data.internal.xml;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.xmlrpc}: wraps values for which Lua has no type of its own. The rest of XML-RPC is {@code /lua/xmlrpc.lua}. */
@Component
public final class XmlRpcModule implements LuaModule {

    /** Tells a wrapped value from any other function. */
    private static final LuaString MARK = Result.string("XMLRPC");

    private static final DateTimeFormatter ISO_8601 =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public String name() {
        return "ba.xmlrpc";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named(name())
                .function("base64", args -> wrapped(context, base64(args)))
                .function("iso8601", args -> args.truth(2) ? Result.nil() : wrapped(context, dateTime(args))));
    }

    private static Varargs wrapped(ModuleContext context, String xml) {
        LuaString text = Result.string(xml);
        return Result.of(context.function("XMLRPC value", args -> Result.of(text, MARK)));
    }

    private static String base64(Args args) {
        return "<base64>" + Base64.getEncoder().encodeToString(args.bytes(1)) + "</base64>";
    }

    private static String dateTime(Args args) {
        return "<dateTime.iso8601>" + dateText(args) + "</dateTime.iso8601>";
    }

    private static String dateText(Args args) {
        if (args.value(1) instanceof LuaString text) {
            return XmlText.escape(new String(text.m_bytes, text.m_offset, text.m_length, StandardCharsets.UTF_8));
        }
        try {
            return ISO_8601.format(LocalDateTime.ofEpochSecond(args.truncated(1), 0, ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw args.bad(1, "date is out of range");
        }
    }
}
