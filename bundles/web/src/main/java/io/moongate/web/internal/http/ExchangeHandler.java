package io.moongate.web.internal.http;

/** Answers requests. */
@FunctionalInterface
public interface ExchangeHandler {

    /** Called on an event loop, which must not be blocked; must see to it that the response ends. */
    void handle(Exchange exchange);
}
