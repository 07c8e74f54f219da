/** HTTP itself: connections, requests, bodies, responses. Knows nothing of Lua. */
@NullMarked
package io.moongate.web.internal.http;

import org.jspecify.annotations.NullMarked;
