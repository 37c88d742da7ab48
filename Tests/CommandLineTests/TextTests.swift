import CommandLine
import Testing

@Suite("Texts for people")
struct TextTests {
  @Test("the help of a command is made from its declaration")
  func help() {
    let text = HelpText.render([Sample.tool, Sample.patch], width: 72)
    #expect(
      text == """
        Patch manifests.

        Usage:
          tool patch [OPTIONS] [PATH...]

        It reads files and prints them, and whatever else it does is told at
        length here.

        Arguments:
          PATH  File, folder or -

        Options:
          -p, --policy FILE       Policy to judge by
              --rule ID=ACTION    Set the action of a rule
          -f, --format text|json  How to print; text is the default
              --mutate NAMES      What to add
          -d, --diff              Show what would change
          -i, --in-place          Rewrite the files

        Options of every command:
              --color WHEN  When to colour
          -h, --help        Show this help

        Examples:
          # see what would change
          tool patch --diff deploy/

        """)
  }

  @Test("the help of the tool lists its commands")
  func toolHelp() {
    #expect(
      HelpText.render([Sample.tool]) == """
        A tool for tests.

        Usage:
          tool COMMAND [OPTIONS]

        Commands:
          patch    Patch manifests
          explain  Explain a rule
          policy   Work with policies

        Options of every command:
              --color WHEN  When to colour
          -h, --help        Show this help

        'tool COMMAND --help' tells more of a command.

        """)
  }

  @Test("help keeps to its width, whatever it is", arguments: [40, 60, 80, 100])
  func width(_ width: Int) {
    let text = HelpText.render([Sample.tool, Sample.patch], width: width)
    for line in text.split(separator: "\n") { #expect(line.unicodeScalars.count <= width) }
  }

  @Test(
    "an example that is too long is one command still, broken between its words",
    arguments: [
      ("tool patch a.yaml", ["tool patch a.yaml"]),
      ("tool patch --out a.yaml", ["tool patch --out a.yaml"]),
      ("tool patch --outp a.yaml b", ["tool patch --outp a.yaml b"]),
      ("tool patch --output a.yaml b", ["tool patch \\", "    --output a.yaml b"]),
      ("tool --a 1 --b 2 --c 3 --d 4", ["tool --a 1 --b 2 --c 3 \\", "    --d 4"]),
      ("tool -f 'a b c d e f g h i j k'", ["tool \\", "    -f 'a b c d e f g h i j k'"]),
      ("a\"b c d e f g h i j k l m n\" o", ["a\"b c d e f g h i j k l m n\" \\", "    o"]),
      ("averyveryveryverylongword x", ["averyveryveryverylongword \\", "    x"]),
    ])
  func example(line: String, wanted: [String]) {
    #expect(HelpText.shellLines(of: line, width: 26) == wanted)
  }

  @Test("headings are bold where colours are wanted")
  func bold() {
    let text = HelpText.render([Sample.tool], style: Style(enabled: true))
    #expect(text.contains("\u{1B}[1mUsage:\u{1B}[0m\n"))
  }

  @Test(
    "a mistyped word finds what was meant, a strange one nothing",
    arguments: [
      ("pathc", "patch"), ("ptch", "patch"), ("chekc", "check"), ("explian", "explain"),
      ("x", nil), ("", nil), ("completely-else", nil), (String(repeating: "a", count: 100), nil),
    ])
  func spelling(word: String, wanted: String?) {
    let known = ["patch", "check", "explain", "policy"]
    #expect(Spelling.nearest(to: word, among: known) == wanted)
  }

  @Test(
    "text from outside cannot steer the terminal",
    arguments: [
      ("a.yaml", "a.yaml"), ("käse\u{2014}x", "käse\u{2014}x"), ("a\nb", "a\\nb"),
      ("\u{1B}[2J", "\\u{1B}[2J"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{9B}31m", "\\u{9B}31m"),
      ("\t\r\u{7F}", "\\t\\r\\u{7F}"),
    ])
  func escaped(text: String, wanted: String) {
    #expect(TerminalText.escaped(text) == wanted)
  }

  @Test("colour follows the choice, the terminal, NO_COLOR and TERM")
  func colour() {
    func enabled(_ choice: ColorChoice, _ terminal: Bool, _ variables: [String: String]) -> Bool {
      choice.style(isTerminal: terminal) { variables[$0] }.enabled
    }
    #expect(enabled(.auto, true, [:]))
    #expect(!enabled(.auto, false, [:]))
    #expect(!enabled(.auto, true, ["NO_COLOR": "1"]))
    #expect(enabled(.auto, true, ["NO_COLOR": ""]))
    #expect(!enabled(.auto, true, ["TERM": "dumb"]))
    #expect(enabled(.always, false, ["NO_COLOR": "1"]))
    #expect(!enabled(.never, true, [:]))
  }
}
