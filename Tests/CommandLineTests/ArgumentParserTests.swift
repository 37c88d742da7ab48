import CommandLine
import Testing

@Suite("The argument parser")
struct ArgumentParserTests {
  @Test(
    "takes every way to write a value",
    arguments: [
      ["patch", "--policy", "a", "-p", "b", "-pc", "--policy=d"],
      ["patch", "-p", "a", "--policy=b", "--policy", "c", "-pd"],
    ])
  func values(words: [String]) throws {
    guard case .run(let invocation) = try ArgumentParser.parse(words, as: Sample.tool) else {
      Issue.record("help was not asked for")
      return
    }
    #expect(invocation.values(Sample.policy) == ["a", "b", "c", "d"])
    #expect(invocation.arguments == [])
  }

  @Test("mixes options and arguments, and remembers where the arguments stood")
  func mixed() throws {
    let invocation = try Sample.run("--color", "never", "patch", "a", "--diff", "-", "-fjson", "b")
    #expect(invocation.path == ["patch"])
    #expect(invocation.arguments == ["a", "-", "b"])
    #expect(invocation.places == [3, 5, 7])
    #expect(invocation.has(Sample.diff))
    #expect(!invocation.has(Sample.inPlace))
    #expect(invocation.value(Sample.format) == "json")
    #expect(invocation.value(Sample.color, as: ColorChoice.self) == .never)
  }

  @Test("takes what follows -- for arguments")
  func dashes() throws {
    let invocation = try Sample.run("patch", "--", "--diff", "-p", "--")
    #expect(invocation.arguments == ["--diff", "-p", "--"])
    #expect(!invocation.has(Sample.diff))
  }

  @Test("takes an attached value that looks like an option")
  func attached() throws {
    #expect(try Sample.run("patch", "--policy=--diff").value(Sample.policy) == "--diff")
    #expect(try Sample.run("patch", "--policy", "-").value(Sample.policy) == "-")
    #expect(try Sample.run("patch", "--policy", "a=b=c").value(Sample.policy) == "a=b=c")
  }

  @Test("lets the last value of a single option win, and splits lists")
  func last() throws {
    let invocation = try Sample.run(
      "patch", "-f", "json", "-f", "text", "--mutate", "linkerd,prometheus", "--mutate=linkerd")
    #expect(invocation.value(Sample.format) == "text")
    #expect(invocation.values(Sample.mutate) == ["linkerd", "prometheus", "linkerd"])
  }

  @Test("takes subcommands of subcommands, and options of the commands above")
  func nested() throws {
    let invocation = try Sample.run("policy", "show", "-p", "x", "--color=always")
    #expect(invocation.path == ["policy", "show"])
    #expect(invocation.value(Sample.color) == "always")
  }

  @Test(
    "answers each mistake in its words",
    arguments: [
      ("pach", "tool: unknown command 'pach'; did you mean 'patch'?\nTry 'tool --help'.\n"),
      ("zzzzzz", "tool: unknown command 'zzzzzz'\nTry 'tool --help'.\n"),
      ("", "tool: a command is missing\nTry 'tool --help'.\n"),
      ("policy", "tool: a command is missing\nTry 'tool policy --help'.\n"),
      ("help pach", "tool: unknown command 'pach'; did you mean 'patch'?\nTry 'tool --help'.\n"),
      (
        "help policy shwo",
        "tool: unknown command 'shwo'; did you mean 'show'?\nTry 'tool policy --help'.\n"
      ),
      (
        "policy shwo",
        "tool: unknown command 'shwo'; did you mean 'show'?\nTry 'tool policy --help'.\n"
      ),
      (
        "patch --dif",
        "tool: unknown option '--dif'; did you mean '--diff'?\nTry 'tool patch --help'.\n"
      ),
      (
        "patch -diff",
        "tool: option '-f' is text or json, not 'f'\nTry 'tool patch --help'.\n"
      ),
      ("patch -x", "tool: unknown option '-x'\nTry 'tool patch --help'.\n"),
      (
        "patch --policy",
        "tool: option '--policy' needs a value: --policy FILE\nTry 'tool patch --help'.\n"
      ),
      (
        "patch -p --diff",
        "tool: option '-p' needs a value: -p FILE\nTry 'tool patch --help'.\n"
      ),
      (
        "patch --policy=",
        "tool: the value of option '--policy' is empty\nTry 'tool patch --help'.\n"
      ),
      ("patch --diff=yes", "tool: option '--diff' takes no value\nTry 'tool patch --help'.\n"),
      (
        "patch --format jsn",
        "tool: option '--format' is text or json, not 'jsn'; did you mean 'json'?\n"
          + "Try 'tool patch --help'.\n"
      ),
      (
        "patch --mutate prometheus,linkrd",
        "tool: option '--mutate' is prometheus or linkerd, not 'linkrd'; did you mean 'linkerd'?\n"
          + "Try 'tool patch --help'.\n"
      ),
      (
        "patch --rule pss",
        "tool: option '--rule' is written ID=ACTION, not 'pss'\nTry 'tool patch --help'.\n"
      ),
      (
        "patch --rule pss/x=dney",
        "tool: ACTION of option '--rule' is deny, warn or off, not 'dney'; did you mean 'deny'?\n"
          + "Try 'tool patch --help'.\n"
      ),
      ("explain", "tool: RULE is missing\nTry 'tool explain --help'.\n"),
      ("explain a b", "tool: unexpected argument 'b'\nTry 'tool explain --help'.\n"),
      ("policy show x", "tool: unexpected argument 'x'\nTry 'tool policy show --help'.\n"),
      (
        "patch -id",
        "tool: options '--diff' and '--in-place' exclude each other\nTry 'tool patch --help'.\n"
      ),
      ("patch --\u{1B}[31m", "tool: unknown option '--\\u{1B}[31m'\nTry 'tool patch --help'.\n"),
    ])
  func mistakes(line: String, text: String) {
    let words = line.split(separator: " ").map(String.init)
    let failure = #expect(throws: UsageFailure.self) {
      try ArgumentParser.parse(words, as: Sample.tool)
    }
    #expect(failure?.text == text)
  }

  @Test(
    "gives help wherever it is asked for, also in a command line that is wrong",
    arguments: [
      ("--help", "tool"), ("help", "tool"), ("patch -h", "tool patch"),
      ("help policy show", "tool policy show"), ("--help patch", "tool patch"),
      ("patch --diff -ih", "tool patch"), ("policy --help check x", "tool policy check"),
      ("explain --help", "tool explain"),
    ])
  func help(line: String, command: String) throws {
    let words = line.split(separator: " ").map(String.init)
    guard case .help(let commands) = try ArgumentParser.parse(words, as: Sample.tool) else {
      Issue.record("help was asked for")
      return
    }
    #expect(commands.map(\.name).joined(separator: " ") == command)
  }
}
