import CommandLine

/// A small tool that has one of everything.
enum Sample {
  static let color = Option(
    "color", .choice(["auto", "always", "never"], name: "WHEN"), "When to colour")
  static let policy = Option(
    "policy", short: "p", .file("FILE"), repeats: true, "Policy to judge by")
  static let rule = Option(
    "rule", .assignment("ID=ACTION", keys: ["pss/privileged"], values: ["deny", "warn", "off"]),
    repeats: true, "Set the action of a rule")
  static let format = Option(
    "format", short: "f", .choice(["text", "json"]), "How to print; text is the default")
  static let mutate = Option("mutate", .list("NAMES", ["prometheus", "linkerd"]), "What to add")
  static let diff = Option(flag: "diff", short: "d", "Show what would change")
  static let inPlace = Option(flag: "in-place", short: "i", "Rewrite the files")

  static let patch = Command(
    "patch", "Patch manifests",
    discussion: [
      "It reads files and prints them, and whatever else it does is told at length here."
    ],
    options: [policy, rule, format, mutate, diff, inPlace],
    arguments: [Argument("PATH", "File, folder or -", repeats: true, value: .path("PATH"))],
    exclusive: [[diff, inPlace]],
    examples: [Command.Example("tool patch --diff deploy/", "see what would change")])
  static let explain = Command(
    "explain", "Explain a rule",
    arguments: [
      Argument(
        "RULE", "The rule's id", required: true, value: .suggestion("RULE", ["pss/privileged"]))
    ])
  static let policyCommand = Command(
    "policy", "Work with policies",
    subcommands: [
      Command(
        "check", "Check a policy's file",
        arguments: [Argument("FILE", "The policy", required: true, value: .file("FILE"))]),
      Command("show", "Show what's in force", options: [policy]),
    ])

  static let tool = Command(
    "tool", "A tool for tests", options: [color], subcommands: [patch, explain, policyCommand])

  /// What a command line was understood as.
  static func run(_ words: String...) throws -> Invocation {
    switch try ArgumentParser.parse(words, as: tool) {
    case .run(let invocation): return invocation
    case .help: throw UsageError.other("help")
    }
  }
}
