package io.espalier.contract;

import static io.espalier.contract.Shoppers.join;
import static io.espalier.contract.Shoppers.leave;
import static io.espalier.contract.Shoppers.segment;
import static io.espalier.contract.Shoppers.setConsent;
import static io.espalier.contract.Shoppers.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Consent;
import io.espalier.spi.Connector;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said, and what is never said. */
abstract class SecrecyContract extends Contract {
  SecrecyContract(Subject subject) {
    super(subject);
  }

  @Test
  void c07AWrongSecretIsAuthAndNamesItsSetting() {
    String setting = subject.wrongSecret().getKey();
    try (Connector stranger = trial.open(Map.of(setting, subject.wrongSecret().getValue()))) {
      EspException refused = assertThrows(EspException.class, stranger::account);
      String said = refused.getMessage() + " " + refused.failure().mend();
      assertEquals(FailureKind.AUTH, refused.failure().kind());
      assertTrue(said.contains(Trial.variable(setting)), said);
      assertFalse(said.contains(subject.wrongSecret().getValue()), said);
      assertFalse(refused.failure().mend().isBlank());
    }
    assertTrue(trial.calls.size() <= 2, () -> "a refusal is not repeated: " + trial.calls);
  }

  @Test
  void c11NoTextShowsASecretOrAnAddress() {
    define(FANS);
    List<Object> said = new ArrayList<>();
    said.add(trial.settle(List.of(upsert(1, everything()), bad(2), upsert(3))));
    said.add(trial.settle(List.of(join(FANS, 1), join(segment("ghost", "Ghost"), 1))));
    said.add(trial.settle(List.of(setConsent(1, Consent.State.UNSUBSCRIBED, TrialClock.START))));
    said.add(trial.settle(List.of(leave(FANS, 1))));
    said.add(people());
    said.add(trial.connector());
    said.add(trial.connector().push(List.of(upsert(4))));
    said.add(trial.calls);
    String text = said.toString();
    assertTrue(trial.calls.size() > 5 && !trial.secrets().isEmpty());
    for (String secret : trial.secrets()) {
      assertFalse(text.contains(secret), "a secret in " + text);
    }
    assertFalse(text.contains("shopper.") || text.contains("shopper%2E"), text);
    assertFalse(text.contains("@customers"), text);
  }

  @Test
  void c30ACallThatIsNotProvedTellsNothingAndBreaksNothing() {
    Map<String, String> secrets = new HashMap<>();
    for (SettingSpec setting : subject.esp().hookSettings()) {
      secrets.put(setting.name(), "a-secret-of-" + setting.name());
    }
    Settings settings = new Settings(secrets, Map.of());
    String person = Shoppers.email(1).address();
    List<String> bodies =
        List.of(
            "",
            "{}",
            "[]",
            "null",
            "\u0000\ufffd",
            "[".repeat(20_000),
            "{\"id\":\"1\",\"email\":\"" + person + "\"}",
            "{\"data\":[{\"id\":\"1\",\"email\":\"" + person + "\"}]}",
            "[{\"id\":\"1\",\"to\":\"" + person + "\"}]",
            "type=unsubscribe&email=" + person + "&data%5Bemail%5D=" + person + "&%zz");
    for (String body : bodies) {
      for (String method : List.of("POST", "GET", "DELETE")) {
        for (Map<String, String> headers :
            List.of(Map.<String, String>of(), Map.of("Signature", "v1=00", "Authorization", "x"))) {
          HookCall call =
              new HookCall(
                  method, "guessed/../path", headers, body.getBytes(StandardCharsets.UTF_8));
          HookAnswer answer = trial.connector().hook(call, settings);
          assertEquals(List.of(), answer.told(), body);
          assertTrue(answer.status() >= 400 && answer.status() < 500, () -> body + answer);
          assertFalse(answer.why().contains(person), answer.why());
          secrets.values().forEach(s -> assertFalse(answer.why().contains(s), answer.why()));
        }
      }
    }
  }
}
