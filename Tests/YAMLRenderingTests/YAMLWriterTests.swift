import Documents
import Testing
import YAMLSyntax

@Suite struct YAMLWriterTests {
  static func written(_ value: Value, _ style: YAMLStyle = YAMLStyle()) -> String {
    String(decoding: YAMLWriter.document(value, style: style), as: UTF8.self)
  }

  @Test func `A value is written in block style, with quotes only where they are needed`() {
    let value: Value = [
      "kind": "Policy", "on": true, "version": "1.37", "empty": [:], "none": .null,
      "list": [["a", "b"], ["name": "x", "port": "8080"], [], "text\nof lines\n"],
      "spec": ["rules": ["pss/*": "warn"]],
    ]
    #expect(
      Self.written(value) == """
        kind: Policy
        "on": true
        version: "1.37"
        empty: {}
        none: null
        list:
        - - a
          - b
        - name: x
          port: "8080"
        - []
        - |
          text
          of lines
        spec:
          rules:
            pss/*: warn

        """)
  }

  @Test func `Indentation, dashes, quotes and line breaks are the style's`() {
    var style = YAMLStyle()
    style.indentation = 4
    style.sequenceOffset = 2
    style.dashWidth = 4
    style.quotes = .single
    style.lineBreak = [0x0D, 0x0A]
    #expect(
      Self.written(["a": ["b": [["c": "1", "d": "x\ny\n"]]]], style)
        == "a:\r\n    b:\r\n      -   c: '1'\r\n          d: |\r\n              x\r\n"
        + "              y\r\n")
  }

  /// Both readings must find the string that was meant, in block style, in flow style and as a key.
  @Test(arguments: RandomEdits.strings + RandomEdits.keys + ["1e", "0x", "12:30:45.5", "1.2.3"])
  func `Every reader finds the string that was meant`(text: String) throws {
    let value: Value = .mapping([
      .init(text, "key"), .init("value " + text, .string(text)),
      .init("list", [.string(text), [.string(text)], ["k": .string(text)]]),
    ])
    for quotes in [YAMLStyle.Quotes.single, .double] {
      for everything in [false, true] {
        var style = YAMLStyle()
        style.quotes = quotes
        style.quotesEverything = everything
        let bytes = YAMLWriter.document(value, style: style)
        for reading in [YAMLParser.Reading.kubernetes, .core] {
          let parsed = try YAMLParser.parse(Source(bytes), reading: reading)
          #expect(parsed.count == 1)
          #expect(parsed.first.map { Value($0.root) } == value)
        }
      }
    }
    let alone = try YAMLParser.parse(Source(YAMLWriter.document(.string(text))))
    #expect(alone.count == 1)
    #expect(alone.first?.root.string == text)
  }

  @Test(arguments: 0..<300)
  func `A random value reads back, and what was read is written the same each time`(seed: UInt64)
    throws
  {
    var random = RandomEdits(random: SplitMix(state: seed))
    let value = random.value(depth: 5)
    let bytes = YAMLWriter.document(value)
    let parsed = try YAMLParser.parse(Source(bytes))
    #expect(parsed.count == 1)
    let root = try #require(parsed.first?.root)
    #expect(Value(root) == value)
    // Kubernetes' reader turns `1e3` into 1000, so that the second writing is the first to settle.
    let again = YAMLWriter.document(Value(root))
    let parsedAgain = try #require(try YAMLParser.parse(Source(again)).first?.root)
    #expect(YAMLWriter.document(Value(parsedAgain)) == again)
  }

  @Test func `A value as deep as the limit allows is written without recursion`() throws {
    var value: Value = "x"
    for level in 0..<DocumentLimits.standard.maximumDepth {
      value = level % 2 == 0 ? [value] : ["k": value]
    }
    let parsed = try YAMLParser.parse(Source(YAMLWriter.document(value)))
    #expect(parsed.first?.records.count == 1_501)
  }

  @Test func `A key that is too long for a simple key gets a question mark`() throws {
    let key = String(repeating: "k", count: 2_000)
    let value: Value = .mapping([.init(key, ["a": .mapping([.init(key, 1)])]), .init("b", 2)])
    let bytes = YAMLWriter.document(value)
    #expect(bytes.starts(with: Array("? kk".utf8)))
    #expect(try YAMLParser.parse(Source(bytes)).first.map { Value($0.root) } == value)
  }
}
