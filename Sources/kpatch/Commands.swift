import CommandLine

/// The command line of kpatch. Everything that parser, help and completion know is here.
enum Commands {
  /// The tree of commands.
  ///
  /// - Parameters:
  ///   - words: what policies speak of, for completion and for checks.
  ///   - name: the only command that is wanted, since to declare them all takes longer than to read
  ///     a command line; all where there is none of that name.
  static func tool(_ words: PolicyWords, only name: String? = nil) -> Command {
    Command(
      "kpatch", "Patch Kubernetes manifests and judge them against policy",
      discussion: [
        "One engine, the same verdict everywhere: in an editor, in CI, inside Helm, and at "
          + "admission in the cluster. An edit changes the bytes that it must and no others.",
        "Exit status: 0 clean; 1 a finding at or above --fail-on; 2 wrong usage or policy; 3 some "
          + "input could not be read or parsed; 4 internal error, or the output could not be "
          + "written.",
      ],
      options: [color],
      subcommands: subcommands.first { $0.name == name }.map { [$0.declare(words)] }
        ?? subcommands.map { $0.declare(words) },
      examples: [
        .init("kpatch patch --diff deploy/", "see what would change"),
        .init("kpatch patch --in-place deploy/", "change it"),
        .init("helm template app ./chart | kpatch patch | kubectl apply -f -", "patch a stream"),
        .init("kpatch check deploy/", "judge without changing anything"),
      ])
  }

  /// Each command and what declares it, in the order of the help.
  static let subcommands: [(name: String, declare: @Sendable (PolicyWords) -> Command)] = [
    ("patch", { patch($0) }), ("check", { check($0) }), ("fix", { fix($0) }),
    ("coverage", { coverage($0) }), ("parity", { parity($0) }), ("rules", { rules($0) }),
    ("explain", { explain($0) }), ("policy", { policyCommand($0) }), ("schema", { schema($0) }),
    ("review", { review($0) }), ("fn", { fn($0) }), ("completion", { _ in completion }),
    ("version", { _ in version }),
  ]

  // MARK: Options

  static let color = Option(
    "color", .choice(["auto", "always", "never"], name: "WHEN"),
    "auto, always or never colour the output; auto colours a terminal unless NO_COLOR is set")
  static let policy = Option(
    "policy", short: "p", .file("FILE"), repeats: true,
    "Policy to follow; may be repeated, later ones override. Without it kpatch.yaml in the working "
      + "directory is read if it is there, else the one in the folder that is the only PATH")
  static let kubernetesVersion = Option(
    "kubernetes-version", .text("VERSION"),
    "Version of Kubernetes to judge by, such as 1.36; without it the newest known, and no field is "
      + "demanded that only some versions demand")
  static let namespace = Option(
    "namespace", .text("NS"), "Namespace of objects that name none")
  static let output = Option(
    "output", short: "o",
    .choice([
      .init("yaml", "documents as they were written, edited"),
      .init("json", "each document as one line of JSON"),
      .init("jsonpatch", "the RFC 6902 operations of each document"),
    ]),
    "What to print: the files with their edits (yaml, the default), each document as a line of "
      + "JSON as Kubernetes reads it, or each document's RFC 6902 operations")
  static let diff = Option(
    flag: "diff", short: "d", "Print a unified diff of what would change, and no documents")
  static let exitCode = Option(
    flag: "exit-code", "With --diff: exit with 1 when something would change")
  static let fixExitCode = Option(
    flag: exitCode.name,
    "Exit with 1 when something would change; not with --output or --in-place")
  static let inPlace = Option(
    flag: "in-place", short: "i", "Rewrite the files that change, each one atomically")
  static let logFile = Option(
    "log-file", .file("FILE"),
    "Also add what goes to standard error to this file: Helm 4 does not show what a post-renderer "
      + "says")
  static let failOn = Option(
    "fail-on",
    .choice([
      .init("deny", "findings that would stop a request"),
      .init("warn", "also findings that only warn"),
      .init("never", "no finding"),
    ]),
    "Findings that make the exit status 1; deny is the default")
  static let excused = Option(
    flag: "excused",
    "List also findings that an exception, an annotation or the baseline excuses, with who excuses "
      + "them and why; json, sarif and junit always have them")
  static let format = Option(
    "format", .choice(["text", "json"]), "How to print; text is the default")
  static let findingsFormat = Option(
    "format",
    .choice(
      [
        .init("text", "for people"), .init("json", "one object, which --baseline reads"),
        .init("sarif", "for code scanning"), .init("junit", "a test report in XML"),
        .init("github", "annotations of GitHub Actions"),
        .init("gitlab", "a Code Quality report of GitLab"),
      ], name: "FORMAT"),
    "How to print: text (the default), json, sarif for code scanning, junit for test reports, "
      + "github for annotations of a pull request, or gitlab for a Code Quality report")
  static let baseline = Option(
    "baseline", .file("FILE"),
    "Findings that are known and do not count: what 'kpatch check --format json' printed before, "
      + "in the same folder")
  static let rulesFormat = Option(
    "format", .choice(["text", "json", "markdown"]), "How to print; text is the default")
  static let names = Option(
    "names", .text("NAMES"),
    "What the environments are called, in their order and with commas between; by default the "
      + "part in which their paths differ")
  static let endpoint = Option(
    "endpoint",
    .choice([
      .init("review", "patch and verdict"), .init("mutate", "patch only"),
      .init("validate", "verdict only"),
    ]),
    "As which endpoint of the server to answer: with patch and verdict (review, the default), "
      + "with the patch only, or with the verdict only")

  static func preset(_ words: PolicyWords) -> Option {
    Option(
      "preset", .choice(words.presets, name: "NAME"),
      "Rules to start from: "
        + UsageError.alternatives(words.presets.map(\.word)))
  }

  static func rule(_ words: PolicyWords) -> Option {
    Option(
      "rule", .assignment("ID=ACTION", keys: words.rules, values: words.actions), repeats: true,
      "Set a rule, or all of a category (pss/*), to "
        + UsageError.alternatives(words.actions.map(\.word)) + "; may be repeated")
  }

  static func mutate(_ words: PolicyWords) -> Option {
    Option(
      "mutate", .list("NAMES", words.mutators), repeats: true,
      "Switch on mutators with their defaults: one or more of "
        + UsageError.list(words.mutators.map(\.word)) + ", with commas between")
  }

  static let review = Option(
    flag: "review",
    "Also do fixes that can break an application that relies on what is forbidden: read the diff")

  /// The rules to fix, by the names that a policy may use.
  static func fixedRule(_ words: PolicyWords) -> Option {
    Option(
      "rule", .suggestion("ID", words.fixableRules), repeats: true,
      "Fix only findings of this rule, or of a category (probes/*); may be repeated. A rule that "
        + "is off is judged for it")
  }

  private static func policyOptions(_ words: PolicyWords) -> [Option] {
    [policy, preset(words), rule(words), mutate(words), kubernetesVersion]
  }

  private static let paths = Argument(
    "PATH",
    "File, folder or - for standard input, which is also read without PATH. Folders are walked for "
      + ".yaml, .yml and .json; hidden names are skipped, symbolic links are not followed out of "
      + "the folder",
    repeats: true, value: .path("PATH"))

  // MARK: Commands

  private static func patch(_ words: PolicyWords) -> Command {
    Command(
      "patch", "Print manifests with the policy's mutations, and judge the result",
      discussion: [
        "Documents go to standard output, findings to standard error. What need not change is "
          + "printed byte for byte; what is no Kubernetes object passes through. When an input "
          + "cannot be read or parsed, nothing is printed on standard output.",
        "Mutators act only where the policy or --mutate names them.",
      ],
      options: policyOptions(words)
        + [namespace, output, diff, exitCode, inPlace, failOn, logFile],
      arguments: [paths], exclusive: [[output, diff, inPlace]],
      examples: [
        .init("kpatch patch --mutate prometheus,linkerd deploy/", "add annotations"),
        .init("kpatch patch --diff deploy/ | git apply", "review, then apply"),
        .init("kpatch patch --diff --exit-code deploy/", "fail in CI when something would change"),
        .init("kpatch patch --preset none -o json app.yaml", "read YAML as Kubernetes does"),
      ])
  }

  private static func check(_ words: PolicyWords) -> Command {
    Command(
      "check", "Judge manifests and print findings",
      discussion: [
        "The policy's mutations are taken as done, as they will be in the cluster. Nothing is "
          + "written."
      ],
      options: policyOptions(words) + [namespace, findingsFormat, excused, baseline, failOn],
      arguments: [paths],
      examples: [
        .init("kpatch check deploy/", "findings with file, line and what to do"),
        .init("kpatch check --preset restricted --fail-on warn deploy/", "be strict"),
        .init("kpatch check --format json deploy/ > known.json", "know what is there already"),
        .init("kpatch check --baseline known.json deploy/", "fail for what is new alone"),
      ])
  }

  private static func fix(_ words: PolicyWords) -> Command {
    Command(
      "fix", "Mend what the rules find, where the right value is known",
      discussion: [
        "Shows what would change as a diff on standard output; findings that remain go to standard "
          + "error. Only fixes that change nothing that works are done, with --review also the "
          + "others. What an exception or an annotation excuses is left as it is.",
        "The policy's mutators are left out, but for those that --mutate names.",
      ],
      options: [policy, preset(words), fixedRule(words), review, mutate(words), kubernetesVersion]
        + [namespace, output, fixExitCode, inPlace, failOn],
      arguments: [paths], exclusive: [[output, inPlace, fixExitCode]],
      examples: [
        .init("kpatch fix deploy/", "see what would change"),
        .init("kpatch fix --in-place deploy/", "change it"),
        .init("kpatch fix --review --rule pss/seccomp-restricted deploy/", "one rule, with a look"),
      ])
  }

  private static func coverage(_ words: PolicyWords) -> Command {
    Command(
      "coverage", "Show which workloads are meshed, scraped and given an identity",
      discussion: [
        "Meshed: Linkerd injects its proxy, or the proxy of a mesh is there. Scraped: annotations "
          + "of the pods or of their Service, or a monitor of the Prometheus operator. Identity: "
          + "the ServiceAccount, in the input, names an IAM role.",
        "The policy's mutations are taken as done.",
      ],
      options: policyOptions(words) + [namespace, format], arguments: [paths],
      examples: [
        .init("kpatch coverage deploy/", "a line for each workload, and how many have each"),
        .init("kpatch coverage --mutate prometheus,linkerd deploy/", "as it would be"),
      ])
  }

  private static func rules(_ words: PolicyWords) -> Command {
    Command(
      "rules", "List all rules, and what the policy makes of them",
      options: policyOptions(words) + [rulesFormat],
      examples: [
        .init("kpatch rules --preset restricted", "what a preset turns on"),
        .init("kpatch rules --format markdown > rules.md", "a page for a handbook"),
      ])
  }

  private static func explain(_ words: PolicyWords) -> Command {
    Command(
      "explain", "Explain a rule: why it is there, its parameters, what to do",
      options: policyOptions(words) + [format],
      arguments: [
        Argument(
          "RULE", "The rule's id, such as pss/privileged, or a category (pss/*)", required: true,
          value: .suggestion("RULE", words.rules))
      ],
      examples: [.init("kpatch explain pss/run-as-non-root", "one rule")])
  }

  private static func policyCommand(_ words: PolicyWords) -> Command {
    Command(
      "policy", "Check and show policies",
      subcommands: [
        Command(
          "check", "Check policy files",
          discussion: ["Mistakes are printed with file, line and column; the exit status is 2."],
          arguments: [
            Argument(
              "FILE", "Policy file", required: true, repeats: true, value: .file("FILE"))
          ],
          examples: [.init("kpatch policy check kpatch.yaml", "before it is committed")]),
        Command(
          "show", "Print the policy in force, with the origin of each setting",
          options: policyOptions(words),
          examples: [
            .init("kpatch policy show -p base.yaml -p team.yaml", "what two files make together")
          ]),
        Command(
          "import", "Make a policy of another tool's configuration",
          discussion: [
            "FILE is a configuration of Polaris, of kube-linter or of Pod Security Admission; of "
              + "several files one policy is made. What the policy cannot say stands on standard "
              + "error and in comments above the policy; the exit status is 1 then, and 3 where a "
              + "file is none of these.",
            "Nothing is on that was not on before: the policy begins with the preset none.",
          ],
          arguments: [
            Argument(
              "FILE", "Configuration file, or - for standard input", required: true, repeats: true,
              value: .file("FILE"))
          ],
          examples: [
            .init("kpatch policy import .kube-linter.yaml > kpatch.yaml", "change over"),
            .init("kpatch policy import polaris.yaml pod-security.yaml", "several tools at once"),
          ]),
        Command("schema", "Print the JSON Schema of policies, for editors"),
      ])
  }

  private static func schema(_ words: PolicyWords) -> Command {
    Command(
      "schema", "Test and propose the schemas of what ConfigMaps carry",
      subcommands: [
        Command(
          "check", "Hold the examples of a policy's configMaps against their schemas",
          discussion: [
            "An example under `valid` must have no finding, one under `invalid` at least one. The "
              + "exit status is 1 where one is not as expected."
          ],
          options: policyOptions(words),
          examples: [.init("kpatch schema check -p kpatch.yaml", "in the tests of a policy")]),
        Command(
          "infer", "Propose a policy with schemas from ConfigMaps that are there",
          discussion: [
            "ConfigMaps of one name count as one in several environments: what all of them have is "
              + "required. Values that could be secret are not repeated."
          ],
          arguments: [paths],
          examples: [
            .init("kpatch schema infer environments/ > schemas.yaml", "to be corrected by hand")
          ]),
      ])
  }

  private static func review(_ words: PolicyWords) -> Command {
    Command(
      "review", "Answer an AdmissionReview as the server does",
      options: policyOptions(words) + [endpoint, failOn],
      arguments: [
        Argument(
          "FILE",
          "An AdmissionReview in JSON, or - for standard input, which is also read "
            + "without FILE", value: .file("FILE"))
      ],
      examples: [.init("kpatch review review.json", "print the response")])
  }

  private static func fn(_ words: PolicyWords) -> Command {
    Command(
      "fn", "Work as a KRM function, for kustomize and kpt",
      discussion: [
        "Reads a ResourceList on standard input and writes it with its items mutated; findings are "
          + "its results, and go to standard error too. Items that "
          + "config.kubernetes.io/local-config keeps from the cluster are left alone.",
        "functionConfig is a kpatch.dev/v1alpha1 Policy, or a ConfigMap whose data has the options "
          + "by their names: preset, rule, mutate, kubernetes-version. It overrides --policy; the "
          + "other options override it. With it no kpatch.yaml is looked for.",
      ],
      options: policyOptions(words) + [namespace, failOn, logFile],
      examples: [
        .init("kpt fn eval deploy/ --exec \"kpatch fn\" -- mutate=prometheus", "with kpt"),
        .init("kustomize build --enable-alpha-plugins --enable-exec deploy/", "with kustomize"),
      ])
  }

  private static let completion = Command(
    "completion", "Print the completion script of a shell",
    arguments: [
      Argument(
        "SHELL", "bash, zsh or fish", required: true,
        value: .choice(Shell.allCases.map { .init($0.rawValue) }))
    ],
    examples: [
      .init("source <(kpatch completion bash)", "in ~/.bashrc"),
      .init("source <(kpatch completion zsh)", "in ~/.zshrc, after compinit"),
      .init("kpatch completion fish | source", "in ~/.config/fish/config.fish"),
    ])

  private static let version = Command("version", "Print the version")
}
