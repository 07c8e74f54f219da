package io.moongate.launcher.components;

import io.moongate.launcher.components.Component.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Component descriptions: read from bundles by the build, kept as lines of words, which take no time to read at start. Of
 * several words, {@code -} stands for one that is missing.
 */
public final class ComponentFiles {

    private static final String HEADER = "Service-Component";
    private static final String NONE = "-";

    private ComponentFiles() {}

    /** The components of a bundle, in the order of its header. */
    public static List<Component> ofBundle(Path jar) throws IOException {
        List<Component> components = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue(HEADER);
            for (String entry : header == null ? new String[0] : header.split(",")) {
                try (InputStream in = file.getInputStream(file.getEntry(entry.strip()))) {
                    components.add(parse(in));
                }
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(jar + " has a malformed component description: " + e.getMessage(), e);
        }
        return components;
    }

    private static Component parse(InputStream xml) throws IOException, SAXException, ParserConfigurationException {
        Element component = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(xml)
                .getDocumentElement();
        return new Component(
                elements(component, "implementation").getFirst().getAttribute("class"),
                elements(component, "provide").stream()
                        .map(provided -> provided.getAttribute("interface"))
                        .toList(),
                elements(component, "reference").stream()
                        .map(ComponentFiles::reference)
                        .toList(),
                attribute(component, "activate"),
                attribute(component, "deactivate"));
    }

    private static Reference reference(Element reference) {
        return new Reference(
                reference.getAttribute("interface"),
                attribute(reference, "parameter").map(Integer::valueOf),
                attribute(reference, "bind"),
                attribute(reference, "field"));
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Optional<String> attribute(Element element, String name) {
        return Optional.of(element.getAttribute(name)).filter(value -> !value.isEmpty());
    }

    public static void write(Path file, List<Component> components) throws IOException {
        Files.write(file, components.stream().flatMap(ComponentFiles::lines).toList());
    }

    private static Stream<String> lines(Component component) {
        String first = String.join(
                " ",
                "component",
                component.className(),
                component.activate().orElse(NONE),
                component.deactivate().orElse(NONE),
                String.join(" ", component.services()));
        return Stream.concat(Stream.of(first), component.references().stream().map(ComponentFiles::line));
    }

    private static String line(Reference reference) {
        return String.join(
                " ",
                "reference",
                reference.service(),
                reference.parameter().map(String::valueOf).orElse(NONE),
                reference.bind().orElse(NONE),
                reference.field().orElse(NONE));
    }

    public static List<Component> read(Path file) throws IOException {
        List<Component> components = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split(" ", -1);
            if (words[0].equals("component")) {
                components.add(new Component(
                        words[1],
                        List.copyOf(Arrays.asList(words).subList(4, words.length)),
                        new ArrayList<>(),
                        word(words[2]),
                        word(words[3])));
            } else {
                components
                        .getLast()
                        .references()
                        .add(new Reference(
                                words[1], word(words[2]).map(Integer::valueOf), word(words[3]), word(words[4])));
            }
        }
        return components;
    }

    private static Optional<String> word(String word) {
        return Optional.of(word).filter(any -> !any.equals(NONE));
    }
}
