import CommandLine
import Foundation
import Testing

@Suite("Shell completion")
struct CompletionTests {
  /// Runs a program with a script on its standard input; `nil` where the program is not here.
  private func output(of program: String, _ arguments: [String], script: String) throws -> String? {
    let path = ["/bin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path else {
      print("\(program): not here, its completion is not run")
      return nil
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let input = Pipe()
    let result = Pipe()
    process.standardInput = input
    process.standardOutput = result
    process.standardError = result
    try process.run()
    input.fileHandleForWriting.write(Data(script.utf8))
    try input.fileHandleForWriting.close()
    let data = result.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test(
    "bash offers what may stand at the cursor",
    arguments: [
      (["tool", "p"], "patch policy"),
      (["tool", "policy", ""], "check show"),
      (["tool", "patch", "--di"], "--diff"),
      (["tool", "patch", "--format", "j"], "json"),
      (["tool", "patch", "--format", "=", ""], "text json"),
      (["tool", "patch", "--format", "="], "text json"),
      (["tool", "patch", "--rule", "pss"], "pss/privileged="),
      (["tool", "patch", "--rule", "pss/privileged", "=", "d"], "deny"),
      (["tool", "patch", "--color", ""], "auto always never"),
      (["tool", "explain", ""], "pss/privileged"),
      (["tool", "policy", "show", "--"], "--policy --color --help"),
    ])
  func bash(words: [String], wanted: String) throws {
    let list = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      compopt() { :; }
      \(Shell.bash.completion(of: Sample.tool))
      COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1)
      _tool
      echo "${COMPREPLY[*]}"
      """
    guard let output = try output(of: "bash", ["--norc"], script: script) else { return }
    #expect(output == wanted + "\n")
  }

  @Test("bash offers files where a file is wanted")
  func bashFiles() throws {
    let script = """
      compopt() { :; }
      \(Shell.bash.completion(of: Sample.tool))
      COMP_WORDS=(tool patch -p /etc/host); COMP_CWORD=3
      _tool
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    guard let output = try output(of: "bash", ["--norc"], script: script) else { return }
    #expect(output.contains("/etc/host"))
  }

  @Test(
    "fish offers what may stand at the cursor",
    arguments: [
      ("tool pa", ["patch\tPatch manifests"]),
      ("tool policy s", ["show\tShow what's in force"]),
      ("tool patch --format j", ["json\tHow to print; text is the default"]),
      ("tool patch --dif", ["--diff\tShow what would change"]),
      ("tool policy check --pol", []),
    ])
  func fish(line: String, wanted: [String]) throws {
    let script = Shell.fish.completion(of: Sample.tool) + "complete -C '\(line)'\n"
    guard let output = try output(of: "fish", ["--no-config"], script: script) else { return }
    #expect(output.split(separator: "\n").map(String.init) == wanted)
  }

  @Test("zsh takes the script")
  func zsh() throws {
    let script = """
      autoload -U compinit; compinit -u -D
      \(Shell.zsh.completion(of: Sample.tool))
      print ${_comps[tool]} ${+functions[_tool_policy_show]}
      """
    guard let output = try output(of: "zsh", ["-f"], script: script) else { return }
    #expect(output == "_tool 1\n")
  }
}
