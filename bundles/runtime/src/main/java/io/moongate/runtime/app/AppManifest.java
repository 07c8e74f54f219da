package io.moongate.runtime.app;

import io.moongate.runtime.Grants;
import java.util.Optional;

/**
 * What an app says about itself in its file {@code .manifest}, and what its deployer said instead.
 *
 * @param mount the path of the app in the web server: {@code "/"}, {@code "/name"}; empty for an app without web pages
 * @param priority the order of start, lower first; ties by name
 * @param grants what its code may do beyond its own IO
 */
public record AppManifest(Optional<String> mount, int priority, Grants grants) {}
