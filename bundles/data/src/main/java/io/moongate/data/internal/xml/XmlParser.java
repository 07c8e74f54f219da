package io.moongate.data.internal.xml;

import io.moongate.lua.Tables;
import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The object of {@code xparser.create}: calls handlers in Lua for what is in an XML document. */
final class XmlParser {

    private static final LuaString OK = Result.string("OK");
    private static final LuaString ERROR = Result.string("ERROR");

    private LuaTable handlers;
    private XmlScanner scanner = new XmlScanner();
    private @Nullable XmlFault fault;

    XmlParser(LuaTable handlers) {
        this.handlers = handlers;
    }

    /** {@code parser:init(handlers)} */
    Varargs init(Args args) {
        handlers = args.table(1);
        return reset(args);
    }

    /** {@code parser:reset()} */
    Varargs reset(Args args) {
        scanner = new XmlScanner();
        fault = null;
        return Result.none();
    }

    /** {@code parser:parse(text)} */
    Varargs parse(Args args) {
        LuaString text = args.string(1);
        if (fault == null) {
            try {
                scanner.add(text);
                return parse();
            } catch (XmlFault e) {
                fault = e;
            }
        }
        return Result.of(ERROR, Result.string(fault.getMessage()));
    }

    private Varargs parse() throws XmlFault {
        XmlScanner current = scanner;
        for (XmlEvent event = current.next(); event != null; event = current.next()) {
            Varargs answer = handle(event);
            if (!answer.arg1().isnil()) {
                return answer;
            }
            if (current != scanner) {
                break;
            }
        }
        return Result.of(OK, LuaValue.valueOf(scanner.isComplete()));
    }

    private Varargs handle(XmlEvent event) {
        return switch (event) {
            case XmlEvent.Start start -> handleStart(start);
            case XmlEvent.End end -> call("END_ELEMENT", end.name());
            case XmlEvent.Text text -> call("TEXT", text.text());
            case XmlEvent.CData data -> call(has("CDATA") ? "CDATA" : "TEXT", data.text());
            case XmlEvent.Comment comment -> call("COMMENT", comment.text());
            case XmlEvent.Instruction instruction -> call("PI", instruction.target(), instruction.text());
            case XmlEvent.DocumentType ignored -> Result.nil();
        };
    }

    private Varargs handleStart(XmlEvent.Start start) {
        LuaTable attributes = Tables.create();
        start.attributes().forEach(attributes::rawset);
        if (!start.isEmpty()) {
            return call("START_ELEMENT", start.name(), attributes);
        }
        if (has("EMPTY_ELEMENT")) {
            return call("EMPTY_ELEMENT", start.name(), attributes);
        }
        Varargs answer = call("START_ELEMENT", start.name(), attributes);
        return answer.arg1().isnil() ? call("END_ELEMENT", start.name()) : answer;
    }

    private boolean has(String handler) {
        return handlers.get(handler) instanceof LuaFunction;
    }

    private Varargs call(String handler, LuaValue... args) {
        LuaValue function = handlers.get(handler);
        return function.isnil() ? Result.nil() : function.invoke(LuaValue.varargsOf(args));
    }
}
