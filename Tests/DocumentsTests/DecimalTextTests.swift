import Documents
import Testing

@Suite("Numbers by their text")
struct DecimalTextTests {
  @Test(
    "Numbers are equal by what they are worth",
    arguments: [
      ("1", "1.0", true), ("1", "10e-1", true), ("0", "-0", true), ("0", "0e99", true),
      ("1e400", "10e399", true), ("1e400", "1e401", false),
      ("9007199254740993", "9007199254740992", false),
      ("-1", "1", false), ("0.1", "0.10", true), ("100", "1E2", true),
    ])
  func equality(left: String, right: String, equal: Bool) {
    #expect(DecimalText.equal(left, right) == equal)
    #expect((Value.number(left) == Value.number(right)) == equal)
  }
}
