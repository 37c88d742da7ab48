import Kubernetes
import Testing

@Suite("Who asks")
struct UserInfoTests {
  @Test(
    "Texts and their bytes are the same, escaped ones as well",
    arguments: [
      (#"{"username": "anna", "groups": ["a", "b"]}"#, "anna", ["a", "b"]),
      (#"{"username": "a\"b\u00e9", "groups": ["x\ny", 1, null, "z"]}"#, "a\"bé", ["x\ny", "z"]),
      (#"{"username": 1, "groups": {"a": "b"}}"#, nil, []),
      ("{}", nil, []),
      ("null", nil, []),
    ] as [(String, String?, [String])])
  func texts(text: String, name: String?, groups: [String]) throws {
    let user = UserInfo(try parsed(text))
    #expect(user.name == name)
    #expect(user.groups == groups)
    #expect(Array(user.nameBytes) == Array((name ?? "").utf8))
    #expect(user.groupBytes.map { Array($0) } == groups.map { Array($0.utf8) })
  }
}
