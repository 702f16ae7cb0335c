package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;

/** Something that was accepted and is done later. */
record Later(String kind, JsonObject what) {}
