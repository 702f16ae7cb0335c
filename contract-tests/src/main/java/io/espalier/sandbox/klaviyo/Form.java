package io.espalier.sandbox.klaviyo;

import java.util.List;

/**
 * A form for a page or an app. Nobody is shown one here: who fills it in calls {@code /client}.
 *
 * @param definition as it was given
 * @param versions their ids, in its order
 */
record Form(
    String id,
    String name,
    String status,
    boolean abTest,
    String definition,
    List<String> versions,
    String created) {}
