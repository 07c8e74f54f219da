/** The XML parser {@code xparser} and what {@code xmlrpc} needs of Java. */
@NullMarked
package io.moongate.data.internal.xml;

import org.jspecify.annotations.NullMarked;
