package io.moongate.launcher.components;

import java.util.List;
import java.util.Optional;

/**
 * What a component's description says.
 *
 * @param className its class
 * @param services names of the interfaces it provides
 * @param references what it needs
 * @param activate the method called when all references are bound
 * @param deactivate the method called at the end
 */
public record Component(
        String className,
        List<String> services,
        List<Reference> references,
        Optional<String> activate,
        Optional<String> deactivate) {

    /**
     * A service that a component needs.
     *
     * @param service name of its interface
     * @param parameter the position of the constructor's parameter that takes it, from 0
     * @param bind the method that takes it when the constructor does not
     * @param field the field that takes it when neither does
     */
    public record Reference(
            String service, Optional<Integer> parameter, Optional<String> bind, Optional<String> field) {}
}
