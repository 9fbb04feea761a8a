"""Which character a command stands for, and of what kind it is."""

from quizlab.typeset.nodes import BigOperator, Kind, Node, Operator, Symbol

_ORDINARY = r"""
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
varGamma Γ varDelta Δ varTheta Θ varLambda Λ varXi Ξ varPi Π varSigma Σ varUpsilon Υ varPhi Φ
varPsi Ψ varOmega Ω
nabla ∇ partial ∂ infty ∞ prime ′ backprime ‵ ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ
aleph ℵ beth ℶ gimel ℷ eth ð top ⊤ bot ⊥ intercal ⊺ forall ∀ exists ∃ nexists ∄ emptyset ∅
varnothing ∅ neg ¬ lnot ¬ angle ∠ measuredangle ∡ triangle △ square □ Box □ blacksquare ■
lozenge ◊ checkmark ✓ degree ° dagger † ddagger ‡ dag † ddag ‡ S § P ¶ copyright © pounds £ euro €
surd √ flat ♭ natural ♮ sharp ♯ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ complement ∁
dots … ldots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ vdots ⋮ ddots ⋱ iddots ⋰
backslash \ lq ‘ rq ’ R ℝ N ℕ Z ℤ reals ℝ Reals ℝ natnums ℕ Complex ℂ AA Å aa å
O Ø o ø ss ß AE Æ ae æ maltese ✠ bigstar ★ Bbbk 𝕜 mho ℧
"""

_RELATIONS = r"""
le ≤ leq ≤ ge ≥ geq ≥ leqslant ⩽ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ lll ⋘ ggg ⋙ leqq ≦ geqq ≧
approx ≈ approxeq ≊ equiv ≡ sim ∼ simeq ≃ cong ≅ ncong ≇ asymp ≍ doteq ≐ propto ∝ varpropto ∝ thicksim ∼
nsim ≁ triangleq ≜ coloneqq ≔ coloneq ≔ eqqcolon ≕ eqcolon ≕ Coloneqq ⩴ questeq ≟ circeq ≗ bumpeq ≏
in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋
nsubseteq ⊈ nsupseteq ⊉ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsubseteq ⊑ sqsupset ⊐ sqsupseteq ⊒
prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ curlyeqprec ⋞ curlyeqsucc ⋟
precsim ≾ succsim ≿ nprec ⊀ nsucc ⊁ nless ≮ ngtr ≯ nleq ≰ ngeq ≱
lesssim ≲ gtrsim ≳ lessgtr ≶ gtrless ≷ lessapprox ⪅ gtrapprox ⪆ lneq ⪇ gneq ⪈ lneqq ≨ gneqq ≩
mid | nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬ nvDash ⊭
smile ⌣ frown ⌢ bowtie ⋈ Join ⋈ between ≬ pitchfork ⋔ therefore ∴ because ∵
trianglelefteq ⊴ trianglerighteq ⊵ vartriangleleft ⊲ vartriangleright ⊳
to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕
Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕
longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸
Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪
hookleftarrow ↩ twoheadrightarrow ↠ twoheadleftarrow ↞ rightsquigarrow ⇝ leadsto ⇝ rightharpoonup ⇀
rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋
nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ nLeftarrow ⇍
nLeftrightarrow ⇎ nleftrightarrow ↮ circlearrowleft ↺ circlearrowright ↻ curvearrowright ↷
curvearrowleft ↶ rightrightarrows ⇉ leftleftarrows ⇇ leftrightarrows ⇆ rightleftarrows ⇄
upharpoonright ↾ multimap ⊸ Rrightarrow ⇛ Lleftarrow ⇚ dashrightarrow ⇢ dashleftarrow ⇠
"""

_BINARY = r"""
times × div ÷ pm ± mp ∓ cdot · cdotp · ast ∗ star ⋆ circ ∘ bullet ∙ cup ∪ cap ∩ uplus ⊎ sqcup ⊔ sqcap ⊓
setminus ∖ smallsetminus ∖ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ circledast ⊛ circledcirc ⊚
boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ wedge ∧ land ∧ vee ∨ lor ∨ barwedge ⊼ veebar ⊻ bigtriangleup △
diamond ⋄ triangleleft ◁ triangleright ▷ wr ≀ amalg ⨿ ltimes ⋉ rtimes ⋊ dotplus ∔ Cup ⋓ Cap ⋒
bigcirc ◯ bmod mod bigtriangledown ▽ curlyvee ⋎ curlywedge ⋏
"""

_OPENING = "lbrace { lbrack [ lparen ( langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ llbracket ⟦ lang ⟨"
_CLOSING = "rbrace } rbrack ] rparen ) rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rrbracket ⟧ rang ⟩"
_BARS = "vert | Vert ‖"

_BIG = """
sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
biguplus ⨄ bigsqcup ⨆
"""
_INTEGRALS = "int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ smallint ∫"

_NAMES = """
log lg ln exp sin cos tan cot sec csc arcsin arccos arctan arctg sinh cosh tanh coth sech csch
dim ker deg hom arg softmax softplus sigmoid relu ReLU GELU tr Tr diag sgn sign rank Var Cov erf
span
"""
_NAMES_WITH_LIMITS = "max min sup inf lim det gcd lcm Pr argmax argmin argsup arginf"
_NAMES_OF_TWO_WORDS = {"limsup": "lim sup", "liminf": "lim inf", "injlim": "inj lim"}

# Commands of one sign, without their backslash.
_ESCAPED: dict[str, Kind] = {
    "%": "ord",
    "$": "ord",
    "#": "ord",
    "&": "ord",
    "_": "ord",
    "{": "open",
    "}": "close",
}

_CHARACTERS: dict[str, tuple[str, Kind]] = {
    "-": ("−", "bin"),
    "−": ("−", "bin"),
    "+": ("+", "bin"),
    "*": ("∗", "bin"),
    "=": ("=", "rel"),
    "<": ("<", "rel"),
    ">": (">", "rel"),
    ":": (":", "rel"),
    "(": ("(", "open"),
    "[": ("[", "open"),
    ")": (")", "close"),
    "]": ("]", "close"),
    "!": ("!", "close"),
    "?": ("?", "close"),
    "|": ("|", "bar"),
    "‖": ("‖", "bar"),
    ",": (",", "punct"),
    ";": (";", "punct"),
}


def _pairs(table: str) -> list[tuple[str, str]]:
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))


def _commands() -> dict[str, Node]:
    tables: list[tuple[str, Kind]] = [
        (_ORDINARY, "ord"),
        (_RELATIONS, "rel"),
        (_BINARY, "bin"),
        (_OPENING, "open"),
        (_CLOSING, "close"),
        (_BARS, "bar"),
    ]
    found: dict[str, Node] = {
        name: Symbol(text, kind) for table, kind in tables for name, text in _pairs(table)
    }
    found["colon"] = Symbol(":", "punct")
    found["|"] = Symbol("‖", "bar")
    found |= {sign: Symbol(sign, kind) for sign, kind in _ESCAPED.items()}
    found |= {name: BigOperator(text) for name, text in _pairs(_BIG)}
    found |= {name: BigOperator(text, limits=False) for name, text in _pairs(_INTEGRALS)}
    found |= {name: Operator(Symbol(name)) for name in _NAMES.split()}
    found |= {name: Operator(Symbol(name), limits=True) for name in _NAMES_WITH_LIMITS.split()}
    found |= {
        name: Operator(Symbol(words), limits=True) for name, words in _NAMES_OF_TWO_WORDS.items()
    }
    return found


# Command, without its backslash, to the node it stands for.
COMMANDS: dict[str, Node] = _commands()

# Character typed as itself to its symbol; the characters of the commands keep their kind.
CHARACTERS: dict[str, Symbol] = {
    node.text: node
    for node in COMMANDS.values()
    if isinstance(node, Symbol) and len(node.text) == 1 and not node.text.isascii()
} | {character: Symbol(text, kind) for character, (text, kind) in _CHARACTERS.items()}


def character(text: str) -> Symbol:
    """Return the symbol of a character that stands for itself."""
    found = CHARACTERS.get(text)
    if found is None:
        found = Symbol(text)
        if text.isascii():
            CHARACTERS[text] = found
    return found
