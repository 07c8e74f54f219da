/**
 * Declarative Services components without a framework, for a program that ends before a framework has started: every
 * component is made once, from the descriptions that bnd wrote, in the order in which they need each other. Nothing comes
 * or goes later. (OSGi Compendium 8, chapter 112, as far as constructor injection and bind methods.)
 */
@NullMarked
package io.moongate.launcher.components;

import org.jspecify.annotations.NullMarked;
