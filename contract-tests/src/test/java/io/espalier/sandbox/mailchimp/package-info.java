@NullMarked
package io.espalier.sandbox.mailchimp;

import org.jspecify.annotations.NullMarked;
