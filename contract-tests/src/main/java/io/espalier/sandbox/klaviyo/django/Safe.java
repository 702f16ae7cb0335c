package io.espalier.sandbox.klaviyo.django;

/** Text that autoescape leaves alone. */
record Safe(String text) {}
