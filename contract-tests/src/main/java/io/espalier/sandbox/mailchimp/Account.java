package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import io.espalier.sandbox.DisputedFact;
import io.espalier.sandbox.Switches;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that one Mailchimp account holds. Not thread-safe: the front takes one request at a time. */
final class Account {
  static final String DATACENTER = "us1";

  String accountId = "";
  String loginId = "";
  String accountName = "";
  String email = "";
  String username = "";
  Instant memberSince = Instant.EPOCH;
  JsonObject contact = new JsonObject();

  /** Whether the API lets its user in, and write. */
  enum Standing {
    ACTIVE,
    USER_DISABLED,
    METHODS_DISABLED
  }

  Standing standing = Standing.ACTIVE;

  /** Without the data centre. */
  String keyStem = "";

  Map<String, Audience> audiences = new LinkedHashMap<>();
  Map<Long, SavedTemplate> templates = new LinkedHashMap<>();
  Map<String, Batch> batches = new LinkedHashMap<>();
  Map<String, Campaign> campaigns = new LinkedHashMap<>();
  Map<String, Store> stores = new LinkedHashMap<>(0);
  FileRoutes.Shelf shelf = new FileRoutes.Shelf();
  Map<String, String> campaignFolders = new LinkedHashMap<>(0);
  Map<String, String> templateFolders = new LinkedHashMap<>(0);
  Map<String, JsonObject> landingPages = new LinkedHashMap<>(0);

  /** Who was let into a step of a journey, by {@code JOURNEY/STEP}. */
  Map<String, List<String>> journeys = new LinkedHashMap<>(0);

  /** Sending domains by their names. */
  Map<String, SendingDomain> domains = new LinkedHashMap<>(0);

  Map<String, BatchWebhook> batchWebhooks = new LinkedHashMap<>(0);

  /** Which sides are taken on what is disputed; not a part of what the account holds. */
  transient Switches switches = Switches.usual();

  transient Webhooks hooks = new Webhooks();
  transient Pool pool = new Pool();

  /** After anything that may have changed what is listed or counted. */
  void changed() {
    audiences.values().forEach(Audience::changed);
  }

  /** 80 on the Premium plan. */
  int mergeFieldLimit = 30;

  /** Hashes of addresses that signed up to too many lists lately. */
  Set<String> overused = new HashSet<>();

  long lastWebId = 400_000_000L;
  long lastSegmentId = 4_700_000L;
  long lastTemplateId = 10_000_000L;
  long lastReportId = 20_000L;

  boolean on(DisputedFact fact) {
    return switches.on(fact);
  }

  String apiKey() {
    return keyStem + "-" + DATACENTER;
  }

  long nextWebId() {
    return ++lastWebId;
  }

  /** Tag ids were recorded in steps of four. */
  long nextSegmentId() {
    lastSegmentId += 4;
    return lastSegmentId;
  }

  long nextTemplateId() {
    return ++lastTemplateId;
  }

  /** An account as it is on its first day: it has a contact and a key, but no audience. */
  static Account fresh(Ids ids, Instant now) {
    Account account = new Account();
    account.accountId = ids.hex(25);
    account.loginId = Long.toString(ids.nineDigits());
    account.accountName = "Harbour Lane Trading";
    account.username = "harbourlane";
    account.email = "owner@harbourlane.example";
    account.memberSince = now;
    account.keyStem = ids.hex(32);
    account.contact.addProperty("company", "Harbour Lane Trading");
    account.contact.addProperty("addr1", "12 Harbour Lane");
    account.contact.addProperty("addr2", "");
    account.contact.addProperty("city", "Bristol");
    account.contact.addProperty("state", "");
    account.contact.addProperty("zip", "BS1 4RW");
    account.contact.addProperty("country", "GB");
    return account;
  }
}
