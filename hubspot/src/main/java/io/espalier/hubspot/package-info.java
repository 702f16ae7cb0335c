/** HubSpot CRM as a source: lists of records, searches for changes, exports of lists. */
@NullMarked
package io.espalier.hubspot;

import org.jspecify.annotations.NullMarked;
