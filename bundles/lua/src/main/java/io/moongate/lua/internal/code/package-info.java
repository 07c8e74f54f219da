/** From source to execution: lexer, parser, syntax tree, interpreter and compiler. */
@NullMarked
package io.moongate.lua.internal.code;

import org.jspecify.annotations.NullMarked;
