@NullMarked
package io.espalier.sandbox.mailchimp.merge;

import org.jspecify.annotations.NullMarked;
