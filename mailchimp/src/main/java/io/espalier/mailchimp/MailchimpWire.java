package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON that travels, as records. Gson leaves out what is null, which Mailchimp wants. */
final class MailchimpWire {
  private MailchimpWire() {}

  record Root(
      @SerializedName("account_id") @Nullable String accountId,
      @SerializedName("account_name") @Nullable String accountName,
      @Nullable String email,
      @Nullable AccountContact contact) {}

  record AccountContact(
      @Nullable String company,
      @Nullable String addr1,
      @Nullable String addr2,
      @Nullable String city,
      @Nullable String state,
      @Nullable String zip,
      @Nullable String country) {}

  record Audiences(
      @Nullable List<Audience> lists,
      @Nullable Constraints constraints,
      @SerializedName("total_items") int total) {}

  record Audience(
      String id,
      String name,
      @SerializedName("campaign_defaults") @Nullable CampaignDefaults campaignDefaults) {}

  record Constraints(
      @SerializedName("may_create") boolean mayCreate, @SerializedName("max_instances") int most) {}

  record NewAudience(
      String name,
      @SerializedName("permission_reminder") String permissionReminder,
      @SerializedName("email_type_option") boolean emailTypeOption,
      AudienceContact contact,
      @SerializedName("campaign_defaults") CampaignDefaults campaignDefaults) {}

  record AudienceContact(
      String company,
      String address1,
      @Nullable String address2,
      String city,
      @Nullable String state,
      @Nullable String zip,
      String country) {}

  record CampaignDefaults(
      @SerializedName("from_name") String fromName,
      @SerializedName("from_email") String fromEmail,
      String subject,
      String language) {}

  /** {@code limit} is there since API 3.0.91; null before. */
  record MergeFields(
      @SerializedName("merge_fields") @Nullable List<MergeField> fields,
      @SerializedName("merge_field_limit") @Nullable Integer limit,
      @SerializedName("total_items") int total) {}

  record MergeField(
      @SerializedName("merge_id") long id, String tag, @Nullable String name, String type) {}

  record NewMergeField(
      String tag,
      String name,
      String type,
      @SerializedName("public") boolean isPublic,
      boolean required) {}

  record Name(String name) {}

  record Tags(@Nullable List<Tag> segments, @SerializedName("total_items") int total) {}

  record Tag(
      long id,
      String name,
      @Nullable String type,
      @SerializedName("date_added") @Nullable String dateAdded) {}

  record NewTag(String name, @SerializedName("static_segment") List<String> members) {}

  record TagChange(
      @SerializedName("members_to_add") @Nullable List<String> add,
      @SerializedName("members_to_remove") @Nullable List<String> remove) {}

  record TagChanged(
      @SerializedName("members_added") @Nullable List<Member> added,
      @SerializedName("members_removed") @Nullable List<Member> removed,
      @Nullable List<TagError> errors) {}

  record TagError(
      @SerializedName("email_addresses") @Nullable List<String> addresses,
      @Nullable String error) {}

  record Members(@Nullable List<Member> members, @SerializedName("total_items") int total) {}

  record Member(
      @Nullable String id,
      @SerializedName("contact_id") @Nullable String contactId,
      @SerializedName("email_address") @Nullable String address,
      @Nullable String status,
      @Nullable String source,
      @SerializedName("unsubscribe_reason") @Nullable String unsubscribeReason,
      @SerializedName("timestamp_opt") @Nullable String timestampOpt,
      @SerializedName("timestamp_signup") @Nullable String timestampSignup,
      @SerializedName("last_changed") @Nullable String lastChanged,
      @Nullable List<Tag> tags,
      @SerializedName("merge_fields") @Nullable JsonObject mergeFields) {}

  record AbuseReports(
      @SerializedName("abuse_reports") @Nullable List<AbuseReport> reports,
      @SerializedName("total_items") int total) {}

  record AbuseReport(
      @SerializedName("email_address") @Nullable String address, @Nullable String date) {}

  record Events(@Nullable List<Event> events, @SerializedName("total_items") int total) {}

  record Event(@Nullable String name, @Nullable Map<String, String> properties) {}

  /** {@code syncing} keeps automations still: what happened long ago sets nothing off. */
  record NewEvent(
      String name,
      Map<String, String> properties,
      @SerializedName("is_syncing") boolean syncing,
      @SerializedName("occurred_at") String occurredAt) {}

  record Templates(@Nullable List<Template> templates, @SerializedName("total_items") int total) {}

  record Template(
      long id,
      @Nullable String name,
      @Nullable Boolean active,
      @SerializedName("date_edited") @Nullable String dateEdited) {}

  record NewTemplate(String name, String html) {}

  record Campaigns(@Nullable List<Campaign> campaigns, @SerializedName("total_items") int total) {}

  record Campaign(String id, @Nullable String status, @Nullable CampaignSettings settings) {}

  record CampaignSettings(
      @SerializedName("subject_line") @Nullable String subject,
      @Nullable String title,
      @SerializedName("from_name") @Nullable String fromName,
      @SerializedName("reply_to") @Nullable String replyTo) {}

  record NewCampaign(
      @Nullable String type, @Nullable Recipients recipients, CampaignSettings settings) {}

  record Recipients(@SerializedName("list_id") String list) {}

  record CampaignContent(
      @Nullable String html, @SerializedName("plain_text") @Nullable String text) {}

  record NewContent(
      @Nullable String html,
      @SerializedName("plain_text") @Nullable String text,
      @Nullable TemplateUse template) {}

  record TemplateUse(long id, Map<String, String> sections) {}

  record MemberTags(@Nullable List<Tag> tags, @SerializedName("total_items") int total) {}

  record Address(@SerializedName("email_address") String address) {}

  record Status(String status, @SerializedName("timestamp_opt") @Nullable String timestampOpt) {}

  record Upsert(
      @SerializedName("email_address") String address,
      @SerializedName("status_if_new") String statusIfNew,
      @SerializedName("merge_fields") JsonObject mergeFields) {}

  record Operations(List<Operation> operations) {}

  /** {@code body} is JSON as text: an object here is an error at Mailchimp. */
  record Operation(
      String method,
      String path,
      Map<String, String> params,
      @Nullable String body,
      @SerializedName("operation_id") String id) {}

  record Batches(@Nullable List<Batch> batches, @SerializedName("total_items") int total) {}

  record Batch(
      String id,
      @Nullable String status,
      @SerializedName("submitted_at") @Nullable String submitted,
      @SerializedName("response_body_url") @Nullable String resultUrl) {}

  /** An answer of 4xx or 5xx; {@code type} is missing or constant, so nobody looks at it. */
  record Problem(
      @Nullable String title, @Nullable String detail, @Nullable List<FieldProblem> errors) {}

  record FieldProblem(@Nullable String field, @Nullable String message) {}

  static <T> List<T> list(@Nullable List<T> items) {
    return items == null ? List.of() : items;
  }
}
