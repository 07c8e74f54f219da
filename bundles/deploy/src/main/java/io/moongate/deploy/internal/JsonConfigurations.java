package io.moongate.deploy.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configurations as JSON files in {@code etc}: {@code <pid>.json} or {@code <factory>~<name>.json} holds one object of texts,
 * numbers, truth values and lists of texts. FileInstall itself knows {@code .cfg} and {@code .config}.
 */
@Component(
        service = {ArtifactInstaller.class, ArtifactListener.class},
        immediate = true)
public final class JsonConfigurations implements ArtifactInstaller {

    private static final Logger LOG = LoggerFactory.getLogger(JsonConfigurations.class);
    private static final String SUFFIX = ".json";

    /** Bytes a file may have. */
    private static final long LONGEST = 1 << 20;

    private final ConfigurationAdmin admin;
    private final Path etc;
    private final JsonFactory json = new JsonFactory();

    /** Called by the framework. */
    @Activate
    public JsonConfigurations(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.admin = admin;
        this.etc = Path.of(context.getProperty("moongate.home"), "etc");
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.isFile()
                && artifact.getName().endsWith(SUFFIX)
                && etc.equals(artifact.toPath().getParent());
    }

    @Override
    public void install(File artifact) throws IOException {
        try {
            configuration(artifact).updateIfDifferent(read(artifact));
        } catch (IOException e) {
            LOG.error("etc/{} is not used: {}", artifact.getName(), firstLine(e));
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    @Override
    public void update(File artifact) throws IOException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) throws IOException {
        configuration(artifact).delete();
    }

    private Configuration configuration(File artifact) throws IOException {
        String pid = artifact.getName().substring(0, artifact.getName().length() - SUFFIX.length());
        return Pids.configuration(admin, pid);
    }

    private Hashtable<String, Object> read(File artifact) throws IOException {
        if (artifact.length() > LONGEST) {
            throw new IOException(artifact.length() + " bytes exceed the limit of " + LONGEST);
        }
        Hashtable<String, Object> values = new Hashtable<>();
        try (JsonParser parser = json.createParser(artifact)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                values.put(key, value(parser, key));
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
        }
        return values;
    }

    private static void expect(JsonParser parser, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new IOException("line " + parser.currentLocation().getLineNr() + ": not one JSON object");
        }
    }

    private static Object value(JsonParser parser, String key) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case START_ARRAY -> texts(parser, key);
            default -> throw unsuitable(parser, key);
        };
    }

    private static String[] texts(JsonParser parser, String key) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
                throw unsuitable(parser, key);
            }
            texts.add(parser.getText());
        }
        return texts.toArray(String[]::new);
    }

    private static IOException unsuitable(JsonParser parser, String key) {
        return new IOException("line " + parser.currentLocation().getLineNr() + ": " + key
                + " is no text, number, truth value or list of these");
    }
}
