package io.moongate.debug.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A debugger on the wire: sends requests, waits for what is asked for, keeps events that come meanwhile. */
final class DapClient implements AutoCloseable {

    private static final int LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Deque<JsonObject> events = new ArrayDeque<>();
    private int seq;

    DapClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    static DapClient connect(int port) throws IOException {
        return new DapClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    /** Introduces itself as development environments do. */
    DapClient initialize(String configuration) throws IOException {
        ask("initialize", "{'clientID':'test','adapterID':'lua','supportsVariableType':true}");
        ask("attach", configuration);
        event("initialized");
        return this;
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    int post(String command, String arguments) throws IOException {
        JsonObject request = request(command);
        request.add("arguments", json(arguments));
        return post(request);
    }

    /** A request without arguments. */
    int post(String command) throws IOException {
        return post(request(command));
    }

    private JsonObject request(String command) {
        JsonObject request = new JsonObject();
        request.addProperty("seq", ++seq);
        request.addProperty("type", "request");
        request.addProperty("command", command);
        return request;
    }

    private int post(JsonObject request) throws IOException {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        send(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        send(body);
        return seq;
    }

    /** The body of a successful answer. */
    JsonObject ask(String command, String arguments) throws IOException {
        JsonObject answer = answer(post(command, arguments));
        if (!answer.get("success").getAsBoolean()) {
            throw new AssertionError(command + " failed: " + answer);
        }
        JsonElement body = answer.get("body");
        return body == null || body.isJsonNull() ? new JsonObject() : body.getAsJsonObject();
    }

    JsonObject ask(String command) throws IOException {
        return ask(command, "{}");
    }

    /** The message of an answer that is a failure. */
    String refused(String command, String arguments) throws IOException {
        JsonObject answer = answer(post(command, arguments));
        if (answer.get("success").getAsBoolean()) {
            throw new AssertionError(command + " succeeded: " + answer);
        }
        return answer.get("message").getAsString();
    }

    JsonObject answer(int request) throws IOException {
        while (true) {
            JsonObject message = read();
            if (message.get("type").getAsString().equals("event")) {
                events.add(message);
            } else if (message.get("request_seq").getAsInt() == request) {
                return message;
            }
        }
    }

    /** The body of the next event of a name; those before it are passed over. */
    JsonObject event(String name) throws IOException {
        while (true) {
            JsonObject message = events.isEmpty() ? read() : events.remove();
            if (message.get("type").getAsString().equals("event")
                    && message.get("event").getAsString().equals(name)) {
                return message.has("body") && message.get("body").isJsonObject()
                        ? message.getAsJsonObject("body")
                        : new JsonObject();
            }
        }
    }

    /** Waits for a stop. @return its reason and where it is: {@code "step prog.lua:3"} */
    String stop() throws IOException {
        JsonObject stopped = event("stopped");
        return stopped.get("reason").getAsString() + " "
                + place(stopped.get("threadId").getAsInt());
    }

    /** Does a step and waits for its end. */
    String go(String command) throws IOException {
        ask(command, "{'threadId':1}");
        return stop();
    }

    String place(int thread) throws IOException {
        return frames(thread).split(" ", 2)[0];
    }

    /** {@code "prog.lua:3 prog.lua:9"}, the innermost first. */
    String frames(int thread) throws IOException {
        JsonArray frames = ask("stackTrace", "{'threadId':" + thread + "}").getAsJsonArray("stackFrames");
        return StreamSupport.stream(frames.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(frame -> frame.getAsJsonObject("source").get("name").getAsString() + ":"
                        + frame.get("line").getAsInt())
                .collect(Collectors.joining(" "));
    }

    int reference(String scope, int frame) throws IOException {
        for (JsonElement one : ask("scopes", "{'frameId':" + frame + "}").getAsJsonArray("scopes")) {
            if (one.getAsJsonObject().get("name").getAsString().equals(scope)) {
                return one.getAsJsonObject().get("variablesReference").getAsInt();
            }
        }
        throw new AssertionError("no scope " + scope);
    }

    JsonArray variables(int reference) throws IOException {
        return ask("variables", "{'variablesReference':" + reference + "}").getAsJsonArray("variables");
    }

    /** {@code "a=1 b="text""}, in the order they come. */
    static String text(JsonArray variables) {
        return StreamSupport.stream(variables.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(variable -> variable.get("name").getAsString() + "="
                        + variable.get("value").getAsString())
                .collect(Collectors.joining(" "));
    }

    String evaluate(String expression) throws IOException {
        return ask("evaluate", "{'frameId':0,'context':'watch','expression':'" + expression + "'}")
                .get("result")
                .getAsString();
    }

    private JsonObject read() throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) in.readByte());
        }
        int length = Integer.parseInt(header.toString().strip().split(": ")[1]);
        return JsonParser.parseString(new String(in.readNBytes(length), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    /** The names of a frame's scopes. */
    String scopes(int frame) throws IOException {
        JsonArray scopes = ask("scopes", "{'frameId':" + frame + "}").getAsJsonArray("scopes");
        return StreamSupport.stream(scopes.spliterator(), false)
                .map(scope -> scope.getAsJsonObject().get("name").getAsString())
                .collect(Collectors.joining(" "));
    }

    /** The next message; empty at the end of the connection. */
    String next() throws IOException {
        try {
            return read().toString();
        } catch (EOFException | SocketException e) {
            return "";
        }
    }

    /** Whether the other side closes the connection. */
    boolean isClosed() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
