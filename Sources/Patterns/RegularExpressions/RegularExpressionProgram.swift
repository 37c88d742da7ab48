/// What a regular expression compiles to: instructions for ``RegularExpressionMatcher``.
struct RegularExpressionProgram: Sendable {
  enum Instruction: Sendable {
    /// Consumes this character.
    case scalar(UInt32)
    /// Consumes a character of a set.
    case set(Int32)
    /// Goes on at both places; the first one is preferred.
    case split(Int32, Int32)
    case jump(Int32)
    /// Notes the place in the text.
    case save(Int32)
    case assertion(SyntaxTree.Assertion)
    case match
  }

  var instructions: [Instruction] = []
  var sets: [ScalarSet] = []

  /// Compiles a tree whose size has been checked.
  init(_ tree: SyntaxTree, root: Int) {
    var compiler = Compiler(tree: tree)
    compiler.compile(root)
    instructions = compiler.code
    sets = tree.sets
  }

  /// Writes instructions. What is left to do is a stack of tasks, since the pattern decides how
  /// deep it goes.
  private struct Compiler {
    let tree: SyntaxTree
    var code: [Instruction] = []
    private var tasks: [Task] = []
    /// For each construct that is open, the last instruction whose second target is the
    /// construct's end; each holds the one before it there, and the first -1.
    private var chains: [Int32] = []

    init(tree: SyntaxTree) {
      self.tree = tree
    }

    private enum Task {
      case node(Int)
      case save(Int)
      case alternative([Int], Int)
      case endAlternative(Int)
      case openChain
      case closeChain
      /// Goes on, or leaves to the end of the chain.
      case optional(isLazy: Bool)
      /// Notes where the loop begins, then does the body, then goes back.
      case plus(Int, isLazy: Bool)
      case endPlus(Int, isLazy: Bool)
      case star(Int, isLazy: Bool)
      case endStar(Int)
    }

    private var here: Int32 { Int32(code.count) }

    mutating func compile(_ root: Int) {
      tasks = [.node(root)]
      while let task = tasks.popLast() {
        switch task {
        case .node(let node): compile(tree.nodes[node])
        case .save(let slot): code.append(.save(Int32(slot)))
        case .alternative(let children, let index): alternative(children, index)
        case .endAlternative(let split):
          let jump = here
          code.append(.jump(chains.removeLast()))
          chains.append(jump)
          code[split] = .split(Int32(split) + 1, here)
        case .openChain: chains.append(-1)
        case .closeChain: closeChain()
        case .optional(let isLazy): leave(isLazy: isLazy)
        case .plus(let child, let isLazy):
          tasks.append(.endPlus(code.count, isLazy: isLazy))
          tasks.append(.node(child))
        case .endPlus(let start, let isLazy):
          code.append(isLazy ? .split(here + 1, Int32(start)) : .split(Int32(start), here + 1))
        case .star(let child, let isLazy):
          tasks += [.closeChain, .endStar(code.count), .node(child)]
          chains.append(-1)
          leave(isLazy: isLazy)
        case .endStar(let start): code.append(.jump(Int32(start)))
        }
      }
      code.append(.match)
    }

    private mutating func compile(_ node: SyntaxTree.Node) {
      switch node {
      case .empty: break
      case .scalar(let scalar): code.append(.scalar(scalar))
      case .set(let index): code.append(.set(Int32(index)))
      case .assertion(let assertion): code.append(.assertion(assertion))
      case .group(let child, let number):
        tasks += [.save(2 * number + 1), .node(child), .save(2 * number)]
      case .sequence(let children):
        for child in children.reversed() { tasks.append(.node(child)) }
      case .choice(let children):
        chains.append(-1)
        tasks += [.closeChain, .alternative(children, 0)]
      case .repetition(let child, let minimum, let maximum, let isLazy):
        repetition(child, minimum, maximum, isLazy: isLazy)
      }
    }

    private mutating func alternative(_ children: [Int], _ index: Int) {
      guard index < children.count - 1 else {
        if let child = children.last { tasks.append(.node(child)) }
        return
      }
      tasks += [
        .alternative(children, index + 1), .endAlternative(code.count), .node(children[index]),
      ]
      code.append(.split(here + 1, -1))
    }

    /// `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+`.
    private mutating func repetition(_ child: Int, _ minimum: Int, _ maximum: Int?, isLazy: Bool) {
      guard let maximum else {
        if minimum > 0 {
          tasks.append(.plus(child, isLazy: isLazy))
        } else if tree.facts[child].isNullable {
          // What may be empty is `(x+)?`, so that a first empty turn counts as one.
          tasks += [.closeChain, .plus(child, isLazy: isLazy), .optional(isLazy: isLazy)]
          tasks.append(.openChain)
        } else {
          tasks.append(.star(child, isLazy: isLazy))
        }
        for _ in 1..<max(minimum, 1) { tasks.append(.node(child)) }
        return
      }
      if maximum > minimum {
        tasks.append(.closeChain)
        for _ in minimum..<maximum {
          tasks += [.node(child), .optional(isLazy: isLazy)]
        }
        tasks.append(.openChain)
      }
      for _ in 0..<minimum { tasks.append(.node(child)) }
    }

    /// A split into what follows and the end of the chain.
    private mutating func leave(isLazy: Bool) {
      let before = chains.removeLast()
      chains.append(here)
      code.append(isLazy ? .split(before, here + 1) : .split(here + 1, before))
    }

    private mutating func closeChain() {
      var link = chains.removeLast()
      while link >= 0 {
        switch code[Int(link)] {
        case .jump(let before):
          code[Int(link)] = .jump(here)
          link = before
        case .split(let first, let before) where first == link + 1:
          code[Int(link)] = .split(first, here)
          link = before
        case .split(let before, let second):
          code[Int(link)] = .split(here, second)
          link = before
        default:
          link = -1
        }
      }
    }
  }
}
