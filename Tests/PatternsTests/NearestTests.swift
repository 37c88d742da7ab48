import Patterns
import Testing

@Suite("The nearest known word")
struct NearestTests {
  private static let rules = [
    "pss/run-as-non-root", "pss/run-as-user", "pss/privileged", "resources/cpu-limit",
    "resources/cpu-request", "probes/liveness", "probes/readiness", "image/tag-pinned",
  ]

  @Test(
    "Typing errors are found",
    arguments: [
      ("pss/run-as-nonroot", "pss/run-as-non-root"), ("pss/priviliged", "pss/privileged"),
      ("probes/livenes", "probes/liveness"), ("PSS/Privileged", "pss/privileged"),
      ("pss/run_as_user", "pss/run-as-user"), ("resources/cpu-limits", "resources/cpu-limit"),
      ("run-as-non-root", "pss/run-as-non-root"), ("probes/raediness", "probes/readiness"),
    ])
  func found(word: String, nearest: String) {
    #expect(Nearest.word(to: word, among: Self.rules) == nearest)
  }

  @Test(
    "Nothing is guessed from afar", arguments: ["", "x", "kubernetes", "privileged-containers"])
  func far(word: String) {
    #expect(Nearest.word(to: word, among: Self.rules) == nil)
  }

  @Test("Short words need a letter in common")
  func short() {
    #expect(Nearest.word(to: "a", among: ["b", "c"]) == nil)
    #expect(Nearest.word(to: "of", among: ["off", "deny"]) == "off")
    #expect(Nearest.word(to: "wran", among: ["warn", "deny"]) == "warn")
  }

  @Test("Of words equally near the longer common beginning wins, then the first")
  func ties() {
    #expect(Nearest.word(to: "abcd", among: ["xbcd", "abcx"]) == "abcx")
    #expect(Nearest.word(to: "abcd", among: ["abcx", "abcy"]) == "abcx")
    #expect(Nearest.word(to: "abcd", among: ["abcy", "abcx"]) == "abcy")
  }

  @Test("Very long words are left alone")
  func long() {
    let word = String(repeating: "a", count: Nearest.maximumBytes)
    #expect(Nearest.word(to: word, among: [word]) == word)
    #expect(Nearest.word(to: word + "a", among: [word + "a"]) == nil)
  }
}
