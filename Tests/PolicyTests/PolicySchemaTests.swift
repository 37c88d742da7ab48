import Documents
import JSONSyntax
import Policy
import Testing

@Suite("The policy's JSON Schema")
struct PolicySchemaTests {
  @Test("Every reference leads to a definition")
  func references() {
    var open = [PolicySchema.value]
    var count = 0
    while let value = open.popLast() {
      switch value {
      case .mapping(let entries):
        if case .string(let reference)? = value["$ref"] {
          let name = reference.replacing("#/$defs/", with: "")
          #expect(PolicySchema.value["$defs"]?[name] != nil, "\(reference)")
          count += 1
        }
        open += entries.map(\.value)
      case .sequence(let elements): open += elements
      default: continue
      }
    }
    #expect(count > 20)
  }

  @Test("It knows every rule with its parameters, and every mutator")
  func complete() throws {
    let rules = try #require(PolicySchema.value["$defs"]?["rules"]?["properties"])
    for rule in Catalogue.rules {
      guard case .sequence(let forms)? = rules[rule.id]?["anyOf"] else {
        Issue.record("\(rule.id) is missing")
        continue
      }
      let properties = try #require(forms.last?["properties"])
      for parameter in rule.parameters {
        #expect(properties[parameter.name]?["description"] == .string(parameter.summary))
        #expect(properties[parameter.name]?["default"] == parameter.defaultValue)
      }
    }
    let mutators = try #require(
      PolicySchema.value["properties"]?["spec"]?["properties"]?["mutators"]?["properties"])
    for definition in MutatorCatalogue.all {
      #expect(mutators[definition.id]?["description"] == .string(definition.summary))
    }
  }

  @Test("It allows the keys that the reader knows, and no others")
  func keys() throws {
    guard case .mapping(let sections)? = PolicySchema.value["properties"]?["spec"]?["properties"]
    else {
      Issue.record("no sections")
      return
    }
    // The reader's error lists what it knows.
    for section in sections {
      let problems = PolicyCompiler.compile([try layer("\(section.key):")], today: nil).problems
      #expect(!problems.contains { $0.message.hasPrefix("unknown key") }, "\(section.key)")
    }
    let problems = PolicyCompiler.compile([try layer("zzz: 1")], today: nil).problems
    let known = try #require(problems.first?.remedy.replacing("expected one of ", with: ""))
    #expect(
      Set(known.split(separator: ", ").map(String.init)) == Set(sections.map(\.key)))
  }

  @Test("It is a JSON document that reads back as it was written")
  func json() throws {
    let document = try JSONParser.parse(Source(PolicySchema.value.json()))
    #expect(Value(document.root) == PolicySchema.value)
  }
}
