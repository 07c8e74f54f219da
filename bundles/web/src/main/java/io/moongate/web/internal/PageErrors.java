package io.moongate.web.internal;

import io.moongate.lua.TracedError;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.Response;
import java.security.SecureRandom;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client sees of a page that failed: everything in development, otherwise a number that the log knows. */
final class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    private final boolean development;
    private final SecureRandom random = new SecureRandom();

    PageErrors(boolean development) {
        this.development = development;
    }

    void answer(Command command, Throwable error) {
        String number = String.format("%08x", random.nextInt());
        LOG.warn("{} failed, error number {}: {}", command, number, error.getMessage());
        command.web().vm().report(command + ", error number " + number, error);
        if (!command.isDetached()) {
            show(command.response(), development ? developerText(error) : "Error number " + number + "\n");
            tell(command, error);
        }
    }

    /** Lets the program's own handler have a say. */
    private static void tell(Command command, Throwable error) {
        LuaFunction handler = command.web().errorHandler();
        if (handler != null) {
            try {
                String message = "Lua error in LSP: " + error.getMessage();
                handler.invoke(Result.string(message), command.environment());
            } catch (LuaError e) {
                command.web().vm().report("error handler", e);
            }
        }
    }

    private static String developerText(Throwable error) {
        String message = error instanceof TracedError traced ? traced.traceback() : error.getMessage();
        return "-------- Lua error:\n" + (message == null ? error : message) + "\n";
    }

    private static void show(Response response, String text) {
        if (response.isCommitted()) {
            Answers.text(response, "<div class=\"error\"><pre>" + escape(text) + "</pre></div>");
            return;
        }
        response.resetBuffer();
        response.resetHeaders();
        response.setStatus(500);
        response.headers().set("Content-Type", "text/plain");
        response.headers().set("X-Content-Type-Options", "nosniff");
        Answers.text(response, text);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
