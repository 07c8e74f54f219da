package io.moongate.web.internal;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the XML bodies of WebDAV requests. No entities, no DTD, no network. */
final class DavXml {
    private DavXml() {}

    private static final String DAV = "DAV:";
    private static final int PROPERTIES_LIMIT = 200;
    private static final int OWNER_LIMIT = 2048;

    /** A property. @param namespace empty for none */
    record Property(String namespace, String name) {
        boolean isDav() {
            return namespace.equals(DAV);
        }
    }

    private static XMLStreamReader reader(byte[] body) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(body));
    }

    /** The properties that a PROPFIND names; empty for all of them. @throws XMLStreamException when it is malformed */
    static Optional<List<Property>> requested(byte[] body) throws XMLStreamException {
        if (body.length == 0) {
            return Optional.empty();
        }
        List<Property> named = properties(body);
        return named.isEmpty() ? Optional.empty() : Optional.of(named);
    }

    /** Every property below a {@code prop} element. */
    static List<Property> properties(byte[] body) throws XMLStreamException {
        List<Property> found = new ArrayList<>();
        XMLStreamReader xml = reader(body);
        int depth = 0;
        int prop = -1;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (prop >= 0 && depth == prop + 1) {
                    add(found, xml);
                } else if (prop < 0 && xml.getLocalName().equals("prop")) {
                    prop = depth;
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                prop = depth == prop ? -1 : prop;
                depth--;
            }
        }
        return found;
    }

    private static void add(List<Property> found, XMLStreamReader xml) throws XMLStreamException {
        if (found.size() >= PROPERTIES_LIMIT) {
            throw new XMLStreamException("more properties than the limit of " + PROPERTIES_LIMIT);
        }
        String namespace = xml.getNamespaceURI();
        found.add(new Property(namespace == null ? "" : namespace, xml.getLocalName()));
    }

    /** Who locks: the text and the hrefs of the owner element, as XML. */
    static String owner(byte[] body) throws XMLStreamException {
        XMLStreamReader xml = reader(body);
        StringBuilder owner = new StringBuilder();
        boolean inside = false;
        while (xml.hasNext() && owner.length() < OWNER_LIMIT) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (inside && xml.getLocalName().equals("href")) {
                    owner.append("<D:href>");
                }
                inside = inside || xml.getLocalName().equals("owner");
            } else if (event == XMLStreamConstants.END_ELEMENT && inside) {
                if (xml.getLocalName().equals("href")) {
                    owner.append("</D:href>");
                }
                inside = !xml.getLocalName().equals("owner");
            } else if (event == XMLStreamConstants.CHARACTERS && inside) {
                owner.append(PageErrors.escape(xml.getText().strip()));
            }
        }
        return owner.toString();
    }
}
