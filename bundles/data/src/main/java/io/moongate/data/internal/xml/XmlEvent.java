package io.moongate.data.internal.xml;

import java.util.Map;
import org.luaj.vm2.LuaString;

/** What is in an XML document, one after the other. */
sealed interface XmlEvent {

    record Start(LuaString name, Map<LuaString, LuaString> attributes, boolean isEmpty) implements XmlEvent {}

    record End(LuaString name) implements XmlEvent {}

    /** Character data with references replaced. */
    record Text(LuaString text) implements XmlEvent {}

    record CData(LuaString text) implements XmlEvent {}

    record Comment(LuaString text) implements XmlEvent {}

    /** A processing instruction or, with target {@code xml}, the XML declaration. */
    record Instruction(LuaString target, LuaString text) implements XmlEvent {}

    /** A document type declaration, which is skipped: what it defines is not known. */
    record DocumentType() implements XmlEvent {}
}
