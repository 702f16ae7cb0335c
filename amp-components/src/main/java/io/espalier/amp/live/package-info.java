/**
 * Live content: one block, declared once, as AMP, as HTML with a picture, and as text; the tokens
 * that say whose it is; the rules of who may ask for it.
 *
 * <pre>{@code
 * LiveModules modules = new LiveModules("https://live.example.net", "#20493f");
 * Template amp = modules.amp(block, "winter");
 * Template html = modules.html(block, "winter");
 * }</pre>
 */
@NullMarked
package io.espalier.amp.live;

import org.jspecify.annotations.NullMarked;
