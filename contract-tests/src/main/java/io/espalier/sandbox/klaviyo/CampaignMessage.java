package io.espalier.sandbox.klaviyo;

import org.jspecify.annotations.Nullable;

/**
 * A message of a campaign; its definition is JSON text. The template is a copy of its own: what
 * becomes of the original later does not reach it.
 */
final class CampaignMessage {
  final String id;
  final String campaign;
  final String created;
  String definition = "{}";
  String updated;
  @Nullable StoredTemplate template;

  CampaignMessage() {
    this("", "", "");
  }

  CampaignMessage(String id, String campaign, String created) {
    this.id = id;
    this.campaign = campaign;
    this.created = created;
    this.updated = created;
  }
}
