package org.postern.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PowerShell does not run here. The scripts are held to a part of its language that this test can
 * read to the end: no double quotes (nothing is interpolated), no backticks, known commands with
 * known parameters, variables that were set before, brackets that close.
 */
class ScriptTest {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment><#.*?#>|#[^\\n]*)"
              + "|(?<text>'(?:[^'\\n]|'')*')"
              + "|(?<variable>[$@][A-Za-z_]+)"
              + "|(?<command>[A-Z][a-z]+-[A-Z][A-Za-z]+)"
              + "|(?<word>(?<=\\s)-[A-Za-z]+(?::)?)"
              + "|(?<number>[0-9]+(\\.[0-9]+)?)"
              + "|(?<open>@?[({]|\\[)"
              + "|(?<close>[)}\\]])"
              + "|(?<name>\\.?[A-Za-z]+)"
              + "|(?<sign>::|\\.\\.|\\+=|[=,;|.+\\n-])"
              + "|(?<blank>[ \\t]+)",
          Pattern.DOTALL);

  private static final Set<String> OPERATORS =
      Set.of("-ne", "-eq", "-gt", "-lt", "-like", "-not", "-notcontains", "-join", "-and");

  private static final Map<String, Set<String>> COMMANDS =
      Map.ofEntries(
          Map.entry("Set-StrictMode", Set.of("-Version")),
          Map.entry("Join-Path", Set.of()),
          Map.entry("Get-FileHash", Set.of("-Algorithm", "-LiteralPath")),
          Map.entry("Import-Csv", Set.of("-LiteralPath")),
          Map.entry("Group-Object", Set.of("-Property")),
          Map.entry("Where-Object", Set.of()),
          Map.entry("ForEach-Object", Set.of()),
          Map.entry("Out-Null", Set.of()),
          Map.entry("Get-TransportRule", Set.of("-ResultSize")),
          Map.entry("Set-TransportRule", Set.of("-Identity", "-Priority")),
          Map.entry("New-TransportRule", Set.of("-Name", "-Priority")),
          Map.entry("Remove-TransportRule", Set.of("-Identity", "-Confirm:")),
          Map.entry("Get-TenantAllowBlockListItems", Set.of("-ListType", "-Block")),
          Map.entry(
              "New-TenantAllowBlockListItems",
              Set.of("-ListType", "-Block", "-Entries", "-NoExpiration", "-Notes")),
          Map.entry("Remove-TenantAllowBlockListItems", Set.of("-ListType", "-Entries")));

  private static final Set<String> GIVEN =
      Set.of("$PSScriptRoot", "$PSCmdlet", "$_", "$true", "$false", "$ErrorActionPreference");

  @ParameterizedTest
  @ValueSource(strings = {"exchange.ps1", "defender.ps1"})
  void script_isReadToTheEnd(String name) throws Exception {
    assertThat(faults(resource(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"$x\"",
        "Invoke-Expression 'x'",
        "Get-FileHash -Path 'x'",
        "$unset",
        "(1",
        "1)",
        "`n",
        "& 'x'",
        "'open",
        "Get-Content 'x'"
      })
  void whatItDoesNotKnow_isAFault(String line) throws Exception {
    assertThat(faults(resource("exchange.ps1") + line + "\n")).isNotEmpty();
  }

  private static List<String> faults(String script) {
    List<String> faults = new ArrayList<>();
    Set<String> set = new HashSet<>(GIVEN);
    Deque<Character> open = new ArrayDeque<>();
    String command = "";
    Matcher token = TOKEN.matcher(script);
    int at = 0;
    while (at < script.length()) {
      if (!token.find(at) || token.start() != at) {
        faults.add("not readable: " + script.substring(at, Math.min(script.length(), at + 20)));
        return faults;
      }
      String text = token.group();
      String rest = script.substring(token.end());
      if (token.group("command") != null) {
        command = text;
        if (!COMMANDS.containsKey(text)) {
          faults.add("unknown command " + text);
        }
      } else if (token.group("word") != null && !OPERATORS.contains(text)) {
        if (!COMMANDS.getOrDefault(command, Set.of()).contains(text)) {
          faults.add("unknown parameter " + command + " " + text);
        }
      } else if (token.group("variable") != null) {
        String variable = "$" + text.substring(1);
        if (rest.matches("(?s)( = |\\[|,\\n|\\n\\)| in ).*") && !text.startsWith("@")) {
          set.add(variable); // set, a parameter, or the variable of a loop
        } else if (!set.contains(variable)) {
          faults.add("not set: " + text);
        }
      } else if (token.group("open") != null) {
        open.push(text.charAt(text.length() - 1));
      } else if (token.group("close") != null) {
        if (open.isEmpty() || "({[".indexOf(open.pop()) != ")}]".indexOf(text)) {
          faults.add("closes nothing: " + text);
        }
      }
      at = token.end();
    }
    if (!open.isEmpty()) {
      faults.add("stays open: " + open);
    }
    return faults;
  }

  private static String resource(String name) throws IOException {
    try (var in = Target.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
