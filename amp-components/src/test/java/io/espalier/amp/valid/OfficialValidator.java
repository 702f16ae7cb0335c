package io.espalier.amp.valid;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The AMP project's own validator, where Node is there and {@code ESPALIER_AMPHTML_VALIDATOR} names
 * a folder with {@code node_modules/amphtml-validator} and, beside it, the {@code
 * validator_wasm.js} of {@code next}: it judges without a network.
 */
public final class OfficialValidator {
  private static final String SCRIPT =
      "const fs=require('fs'),p=require('path'),d=process.argv[2];"
          + "const v=require(p.join(d,'node_modules/amphtml-validator'));"
          + "v.getInstance(p.join(d,'validator_wasm.js')).then(i=>console.log(JSON.stringify("
          + "process.argv.slice(3).map(f=>i.validateString(fs.readFileSync(f,'utf8'),'AMP4EMAIL').errors"
          + ".map(e=>({line:e.line,col:e.col,error:e.severity=='ERROR',code:e.code,message:e.message}))))))";

  private OfficialValidator() {}

  /** The folder; empty where there is none, or no Node. */
  public static Optional<Path> folder() {
    String named = System.getenv("ESPALIER_AMPHTML_VALIDATOR");
    if (named == null || !Files.exists(Path.of(named, "validator_wasm.js"))) {
      return Optional.empty();
    }
    return Optional.of(Path.of(named));
  }

  /** The verdicts on documents, in their order. */
  public static List<TreeSet<String>> judge(Path folder, Path scratch, List<String> documents)
      throws IOException, InterruptedException {
    Path script = Files.writeString(scratch.resolve("judge.js"), SCRIPT);
    List<String> command =
        new ArrayList<>(List.of("node", script.toString(), folder.toAbsolutePath().toString()));
    for (int i = 0; i < documents.size(); i++) {
      Path file = scratch.resolve("document" + i + ".html");
      command.add(Files.writeString(file, documents.get(i)).toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the official validator did not run: " + said);
    }
    List<TreeSet<String>> verdicts = new ArrayList<>();
    for (JsonElement document : JsonParser.parseString(said).getAsJsonArray()) {
      TreeSet<String> verdict = new TreeSet<>();
      for (JsonElement one : document.getAsJsonArray()) {
        JsonObject e = one.getAsJsonObject();
        boolean error = e.get("error").getAsBoolean();
        int line = e.get("line").getAsInt();
        verdict.add(
            Verdicts.line(line, e.get("col").getAsInt(), error, e.get("code").getAsString()));
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }
}
