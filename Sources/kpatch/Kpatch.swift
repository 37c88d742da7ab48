@main
enum Kpatch {
  static func main() {}
}
