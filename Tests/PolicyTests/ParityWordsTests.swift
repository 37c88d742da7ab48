@testable import Policy
import Testing

@Suite("What parity says of probes")
struct ParityWordsTests {
  static let commands: [(arguments: [String], shown: String)] = [
    (["cat", "/tmp/healthy"], "cat /tmp/healthy"),
    (["pg_isready", "-h", "db", "-p", "5432"], "pg_isready -h db -p 5432"),
    (["redis-cli", "-a", "hunter2", "ping"], "redis-cli -a … ping"),
    (["redis-cli", "-p", "hunter2", "ping"], "redis-cli -p … ping"),
    (["mysqladmin", "-phunter2", "ping"], "mysqladmin -p… ping"),
    (["x", "--password", "hunter2", "ping"], "x --password … ping"),
    (["x", "--password=hunter2"], "x --password=…"),
    (["x", "--user", "me:hunter2"], "x --user …"), (["x", "--login=me"], "x --login=me"),
    (["x", "me:hunter2", "host:80"], "x me:… host:80"),
    (["redis-cli", "auth", "hunter2"], "redis-cli auth …"),
    (["sh", "-c", "PGPASSWORD=hunter2 psql -l"], "sh -c PGPASSWORD=… psql -l"),
    (["sh", "-c", "PASSWORD='hunter2 hunter3' ping"], "sh -c PASSWORD=… … ping"),
    (["curl", "-H", "X-Any: hunter2 hunter3", "/"], "curl -H … /"),
    (
      ["sh", "-c", "curl -H 'Authorization: Bearer hunter2' http://web:80/up?token=hunter2"],
      "sh -c curl -H … … … http://web:80/up?token=…"
    ),
    (["sh", "-c", "x -p'a hunter2' PASSWORD=x://hunter2"], "sh -c x -p… … PASSWORD=…"),
    (["x", "-p=hunter2", "-phunter=2", "-a:hunter2"], "x -p… -p… -a…"),
    (["sh", "-c", "PASSWORD=a\"b\\\" hunter2\"; x"], "sh -c PASSWORD=… … x"),
    (["sh", "-c", "PASSWORD=a\\ hunter2 x"], "sh -c PASSWORD=… … x"),
    (["curl", "http://me:hunter2@web/up"], "curl …"),
    (["x", "AKIAIOSFODNN7ABCDEFG"], "x …"),
    (["x", "-d", "{\"password\": \"hunter2\"}"], "x -d {\"password\": …"),
    (["x", "-d", "{\"password\":\"hunter2\"}"], "x -d {\"password\":…"),
    (["x", "a9F3kL0pQ7zX2mN8vB4c"], "x …"), ([], ""),
  ]

  @Test("The words of a command are said, its secrets are not", arguments: commands)
  func command(arguments: [String], shown: String) {
    #expect(ParityWords.command(arguments) == shown)
    #expect(!ParityWords.command(arguments).contains("hunter"))
  }

  @Test(
    "A path is said, what may be a secret in it is not",
    arguments: [
      ("/healthz", "/healthz"), ("/a/b?c=d&e", "/a/b?c=d&e"),
      ("/up?api_key=hunter2", "/up?api_key=…"), ("/up?x=AKIAIOSFODNN7ABCDEFG", "/up?x=…"),
      ("/hook/a9F3kL0pQ7zX2mN8vB4c/up", "/hook/…/up"), ("/me@host", "/…"),
      ("/a;jsessionid=hunter2/b", "/a;…/b"),
    ])
  func path(text: String, shown: String) {
    #expect(ParityWords.path(text) == shown)
  }

  @Test("A header is said unless it may carry a secret")
  func headers() {
    #expect(ParityWords.values(["web.example.com"], of: "host") == "web.example.com")
    #expect(ParityWords.values(["", "b"], of: "x-any") == "empty, b")
    for name in ["authorization", "cookie", "x-api-key", "x-auth-token"] {
      #expect(ParityWords.values(["hunter2"], of: name) == nil)
    }
  }
}
