"""Whole formulas of deep learning, on one line of Unicode."""

import unicodedata

import pytest

from quizlab.typeset import block, inline

LINES = [
    (r"y = \sigma(\mathbf{w}^\top \mathbf{x} + b)", "y = σ(𝐰ᵀ𝐱 + b)"),
    (r"\sigma(x) = \frac{1}{1 + e^{-x}}", "σ(x) = 1/(1 + e⁻ˣ)"),
    (r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))", "σ′(x) = σ(x) (1 − σ(x))"),
    (r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}", "tanh(x) = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)"),
    (r"\operatorname{ReLU}(x) = \max(0, x)", "ReLU(x) = max(0, x)"),
    (
        r"\operatorname{GELU}(x) = x\,\Phi(x) \approx \frac{x}{2}\left[1 + \tanh\left(\sqrt{\frac{2}{\pi}}\left(x + 0.044715x^3\right)\right)\right]",
        "GELU(x) = x Φ(x) ≈ (x/2)[1 + tanh(√(2/π)(x + 0.044715x³))]",
    ),
    (
        r"\operatorname{softmax}(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}",
        "softmax(𝐳)ᵢ = e^(zᵢ)/(∑ⱼ₌₁ᴷ e^(zⱼ))",
    ),
    (r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)", "∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ)"),
    (
        r"\mathcal{L}_{\text{CE}} = -\frac{1}{N}\sum_{n=1}^{N}\sum_{k=1}^{K} y_{nk}\log \hat{y}_{nk}",
        "ℒ_CE = −(1/N) ∑ₙ₌₁ᴺ ∑ₖ₌₁ᴷ yₙₖ log ŷₙₖ",
    ),
    (
        r"\mathcal{L}_{\text{BCE}} = -\left[y \log \hat{y} + (1 - y)\log(1 - \hat{y})\right]",
        "ℒ_BCE = −[y log ŷ + (1 − y) log(1 − ŷ)]",
    ),
    (r"\text{FL}(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)", "FL(pₜ) = −αₜ(1 − pₜ)ᵞ log(pₜ)"),
    (
        r"\mathcal{L}_{\text{MSE}} = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2",
        "ℒ_MSE = (1/n) ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²",
    ),
    (
        r"L_\delta(a) = \begin{cases} \frac{1}{2}a^2 & \text{for } |a| \le \delta \\ \delta\left(|a| - \frac{1}{2}\delta\right) & \text{otherwise} \end{cases}",
        "L_δ(a) = {(1/2)a² for |a| ≤ δ; δ(|a| − (1/2)δ) otherwise}",
    ),
    (
        r"D_{\mathrm{KL}}(P \,\|\, Q) = \sum_{x} P(x) \log \frac{P(x)}{Q(x)}",
        "D_KL(P ‖ Q) = ∑ₓ P(x) log(P(x)/Q(x))",
    ),
    (r"H(p, q) = H(p) + D_{\mathrm{KL}}(p \| q)", "H(p, q) = H(p) + D_KL(p‖q)"),
    (
        r"I(X; Y) = \iint p(x, y) \log\frac{p(x, y)}{p(x)\,p(y)} \, dx\, dy",
        "I(X; Y) = ∬ p(x, y) log(p(x, y)/(p(x) p(y))) dx dy",
    ),
    (
        r"\theta_{t+1} = \theta_t - \eta \nabla_\theta \mathcal{L}(\theta_t)",
        "θₜ₊₁ = θₜ − η∇_θ ℒ(θₜ)",
    ),
    (
        r"v_{t+1} = \mu v_t - \eta g_t, \qquad \theta_{t+1} = \theta_t + v_{t+1}",
        "vₜ₊₁ = μvₜ − ηgₜ,    θₜ₊₁ = θₜ + vₜ₊₁",
    ),
    (r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t", "mₜ = β₁mₜ₋₁ + (1 − β₁)gₜ"),
    (r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2", "vₜ = β₂vₜ₋₁ + (1 − β₂)gₜ²"),
    (
        r"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}, \quad \hat{v}_t = \frac{v_t}{1 - \beta_2^t}",
        "m̂ₜ = mₜ/(1 − β₁ᵗ),  v̂ₜ = vₜ/(1 − β₂ᵗ)",
    ),
    (
        r"\theta_t = \theta_{t-1} - \eta\left(\frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon} + \lambda\theta_{t-1}\right)",
        "θₜ = θₜ₋₁ − η(m̂ₜ/(√v̂ₜ + ϵ) + λθₜ₋₁)",
    ),
    (
        r"\eta_t = \eta_{\min} + \frac{1}{2}(\eta_{\max} - \eta_{\min})\left(1 + \cos\frac{t\pi}{T}\right)",
        "ηₜ = ηₘᵢₙ + (1/2)(ηₘₐₓ − ηₘᵢₙ)(1 + cos(tπ/T))",
    ),
    (
        r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
        "x̂ᵢ = (xᵢ − μ_B)/√(σ²_B + ϵ)",
    ),
    (r"y_i = \gamma \hat{x}_i + \beta", "yᵢ = γx̂ᵢ + β"),
    (
        r"\mu_B = \frac{1}{m}\sum_{i=1}^m x_i, \quad \sigma_B^2 = \frac{1}{m}\sum_{i=1}^m (x_i - \mu_B)^2",
        "μ_B = (1/m) ∑ᵢ₌₁ᵐ xᵢ,  σ²_B = (1/m) ∑ᵢ₌₁ᵐ (xᵢ − μ_B)²",
    ),
    (
        r"\operatorname{RMSNorm}(x) = \frac{x}{\sqrt{\frac{1}{d}\sum_{i=1}^{d} x_i^2 + \epsilon}} \odot g",
        "RMSNorm(x) = (x/√((1/d) ∑ᵢ₌₁ᵈ xᵢ² + ϵ)) ⊙ g",
    ),
    (
        r"o = \left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
        "o = ⌊(n + 2p − d(k − 1) − 1)/s⌋ + 1",
    ),
    (
        r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau)\, g(t - \tau)\, d\tau",
        "(f ∗ g)(t) = ∫_(−∞)^∞ f(τ) g(t − τ) dτ",
    ),
    (
        r"Y_{i,j} = \sum_{m=0}^{k-1}\sum_{n=0}^{k-1} X_{i+m,\,j+n} K_{m,n}",
        "Y_(i,j) = ∑ₘ₌₀ᵏ⁻¹ ∑ₙ₌₀ᵏ⁻¹ X_(i+m,j+n)K_(m,n)",
    ),
    (r"\text{FLOPs} = 2 C_{\text{in}} C_{\text{out}} K^2 H W", "FLOPs = 2CᵢₙCₒᵤₜK²HW"),
    (r"r_l = r_{l-1} + (k_l - 1)\prod_{i=1}^{l-1} s_i", "rₗ = rₗ₋₁ + (kₗ − 1) ∏ᵢ₌₁ˡ⁻¹ sᵢ"),
    (
        r"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        "Attention(Q, K, V) = softmax(QKᵀ/√dₖ)V",
    ),
    (
        r"\text{head}_i = \text{Attention}(QW_i^Q, KW_i^K, VW_i^V)",
        "headᵢ = Attention(QWᵢ^Q, KWᵢᴷ, VWᵢⱽ)",
    ),
    (
        r"\text{MultiHead}(Q, K, V) = \text{Concat}(\text{head}_1, \ldots, \text{head}_h)W^O",
        "MultiHead(Q, K, V) = Concat(head₁, …, headₕ)Wᴼ",
    ),
    (
        r"PE_{(pos, 2i)} = \sin\left(\frac{pos}{10000^{2i/d_{\text{model}}}}\right)",
        "PE_(pos,2i) = sin(pos/10000^(2i/d_model))",
    ),
    (
        r"\begin{aligned} f_t &= \sigma(W_f [h_{t-1}, x_t] + b_f) \\ i_t &= \sigma(W_i [h_{t-1}, x_t] + b_i) \\ c_t &= f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \\ h_t &= o_t \odot \tanh(c_t) \end{aligned}",
        "fₜ = σ(W_f[hₜ₋₁, xₜ] + b_f); iₜ = σ(Wᵢ[hₜ₋₁, xₜ] + bᵢ); cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ; hₜ = oₜ ⊙ tanh(cₜ)",
    ),
    (r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t", "hₜ = (1 − zₜ) ⊙ hₜ₋₁ + zₜ ⊙ h̃ₜ"),
    (
        r"\delta^l = \left((W^{l+1})^\top \delta^{l+1}\right) \odot \sigma'(z^l)",
        "δˡ = ((Wˡ⁺¹)ᵀδˡ⁺¹) ⊙ σ′(zˡ)",
    ),
    (r"\frac{\partial L}{\partial w_{jk}^l} = a_k^{l-1} \delta_j^l", "∂L/∂wⱼₖˡ = aₖˡ⁻¹δⱼˡ"),
    (
        r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial y}\frac{\partial y}{\partial W} = x^\top \frac{\partial L}{\partial y}",
        "∂L/∂W = (∂L/∂y)(∂y/∂W) = xᵀ(∂L/∂y)",
    ),
    (r"W \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}}}\right)", "W ∼ 𝒩(0, 2/nᵢₙ)"),
    (
        r"W \sim \mathcal{U}\left[-\sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}, \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}\right]",
        "W ∼ 𝒰[−√(6/(nᵢₙ + nₒᵤₜ)), √(6/(nᵢₙ + nₒᵤₜ))]",
    ),
    (
        r"\operatorname{Var}(y) = n\,\operatorname{Var}(w)\operatorname{Var}(x)",
        "Var(y) = n Var(w) Var(x)",
    ),
    (
        r"p(x) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)",
        "p(x) = (1/√(2πσ²)) exp(−(x − μ)²/(2σ²))",
    ),
    (r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}", "P(A | B) = (P(B | A) P(A))/P(B)"),
    (
        r"\hat{\theta}_{\text{MLE}} = \operatorname*{arg\,max}_{\theta} \prod_{i=1}^{n} p(x_i \mid \theta)",
        "θ̂_MLE = arg max_θ ∏ᵢ₌₁ⁿ p(xᵢ | θ)",
    ),
    (
        r"\hat{\theta}_{\text{MAP}} = \arg\max_\theta \left[\log p(\theta) + \sum_{i=1}^{n} \log p(x_i \mid \theta)\right]",
        "θ̂_MAP = arg max_θ [log p(θ) + ∑ᵢ₌₁ⁿ log p(xᵢ | θ)]",
    ),
    (
        r"\mathbb{E}[(y - \hat{f}(x))^2] = \text{Bias}[\hat{f}(x)]^2 + \operatorname{Var}[\hat{f}(x)] + \sigma^2",
        "𝔼[(y − f̂(x))²] = Bias[f̂(x)]² + Var[f̂(x)] + σ²",
    ),
    (
        r"\min_G \max_D \mathbb{E}_{x \sim p_{\text{data}}}[\log D(x)] + \mathbb{E}_{z \sim p_z}[\log(1 - D(G(z)))]",
        "min_G max_D 𝔼_(x∼p_data)[log D(x)] + 𝔼_(z∼p_z)[log(1 − D(G(z)))]",
    ),
    (
        r"\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \,\|\, p(z))",
        "log p(x) ≥ 𝔼_(q(z|x))[log p(x|z)] − D_KL(q(z|x) ‖ p(z))",
    ),
    (
        r"z = \mu + \sigma \odot \epsilon, \quad \epsilon \sim \mathcal{N}(0, I)",
        "z = μ + σ ⊙ ϵ,  ϵ ∼ 𝒩(0, I)",
    ),
    (
        r"q(x_t \mid x_{t-1}) = \mathcal{N}(x_t; \sqrt{1 - \beta_t}\, x_{t-1}, \beta_t I)",
        "q(xₜ | xₜ₋₁) = 𝒩(xₜ; √(1 − βₜ) xₜ₋₁, βₜI)",
    ),
    (
        r"x_t = \sqrt{\bar{\alpha}_t}\, x_0 + \sqrt{1 - \bar{\alpha}_t}\, \epsilon",
        "xₜ = √ᾱₜ x₀ + √(1 − ᾱₜ) ϵ",
    ),
    (r"\bar{\alpha}_t = \prod_{s=1}^{t} (1 - \beta_s)", "ᾱₜ = ∏ₛ₌₁ᵗ (1 − βₛ)"),
    (
        r"\mathcal{L}_{\text{simple}} = \mathbb{E}_{t, x_0, \epsilon}\left[\left\| \epsilon - \epsilon_\theta(x_t, t) \right\|^2\right]",
        "ℒₛᵢₘₚₗₑ = 𝔼_(t,x₀,ϵ)[‖ϵ − ϵ_θ(xₜ, t)‖²]",
    ),
    (
        r"\mathcal{L}_{\text{InfoNCE}} = -\log \frac{\exp(q \cdot k_+ / \tau)}{\sum_{i=0}^{K} \exp(q \cdot k_i / \tau)}",
        "ℒ_InfoNCE = −log(exp(q · k₊/τ)/(∑ᵢ₌₀ᴷ exp(q · kᵢ/τ)))",
    ),
    (
        r"\mathcal{L}_{\text{tri}} = \max\left(0, \|f_a - f_p\|_2^2 - \|f_a - f_n\|_2^2 + \alpha\right)",
        "ℒₜᵣᵢ = max(0, ‖fₐ − fₚ‖₂² − ‖fₐ − fₙ‖₂² + α)",
    ),
    (r"\text{IoU} = \frac{|A \cap B|}{|A \cup B|}", "IoU = |A ∩ B|/|A ∪ B|"),
    (r"\text{Dice} = \frac{2|A \cap B|}{|A| + |B|}", "Dice = 2|A ∩ B|/(|A| + |B|)"),
    (
        r"F_1 = 2 \cdot \frac{\text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}",
        "F₁ = 2 · (precision · recall)/(precision + recall)",
    ),
    (r"F_\beta = (1 + \beta^2)\frac{PR}{\beta^2 P + R}", "Fᵦ = (1 + β²)(PR/(β²P + R))"),
    (
        r"\text{mAP} = \frac{1}{|\mathcal{C}|}\sum_{c \in \mathcal{C}} \text{AP}_c",
        "mAP = (1/|𝒞|) ∑_(c∈𝒞) AP_c",
    ),
    (
        r"Q(s, a) \leftarrow Q(s, a) + \alpha\left[r + \gamma \max_{a'} Q(s', a') - Q(s, a)\right]",
        "Q(s, a) ← Q(s, a) + α[r + γ max_(a′) Q(s′, a′) − Q(s, a)]",
    ),
    (
        r"V^\pi(s) = \mathbb{E}_\pi\left[\sum_{t=0}^{\infty} \gamma^t r_t \,\middle|\, s_0 = s\right]",
        "V^π(s) = 𝔼_π[∑ₜ₌₀^∞ γᵗrₜ | s₀ = s]",
    ),
    (
        r"\nabla_\theta J(\theta) = \mathbb{E}_{\pi_\theta}\left[\nabla_\theta \log \pi_\theta(a|s)\, A^\pi(s, a)\right]",
        "∇_θ J(θ) = 𝔼_(π_θ)[∇_θ log π_θ(a|s) A^π(s, a)]",
    ),
    (
        r"L^{\text{CLIP}}(\theta) = \mathbb{E}_t\left[\min\left(r_t(\theta)\hat{A}_t, \operatorname{clip}(r_t(\theta), 1 - \epsilon, 1 + \epsilon)\hat{A}_t\right)\right]",
        "L^(CLIP)(θ) = 𝔼ₜ[min(rₜ(θ)Âₜ, clip(rₜ(θ), 1 − ϵ, 1 + ϵ)Âₜ)]",
    ),
    (
        r"\mathcal{L}_{\text{DPO}} = -\log \sigma\left(\beta \log\frac{\pi_\theta(y_w|x)}{\pi_{\text{ref}}(y_w|x)} - \beta \log\frac{\pi_\theta(y_l|x)}{\pi_{\text{ref}}(y_l|x)}\right)",
        "ℒ_DPO = −log σ(β log(π_θ(y_w|x)/π_ref(y_w|x)) − β log(π_θ(yₗ|x)/π_ref(yₗ|x)))",
    ),
    (
        r"W' = W + \frac{\alpha}{r} BA, \quad B \in \mathbb{R}^{d \times r},\ A \in \mathbb{R}^{r \times k}",
        "W′ = W + (α/r)BA,  B ∈ ℝ^(d×r), A ∈ ℝ^(r×k)",
    ),
    (
        r"\text{PPL} = \exp\left(-\frac{1}{N}\sum_{i=1}^{N} \log p(w_i \mid w_{<i})\right)",
        "PPL = exp(−(1/N) ∑ᵢ₌₁ᴺ log p(wᵢ | w_(<i)))",
    ),
    (
        r"\text{BLEU} = \text{BP} \cdot \exp\left(\sum_{n=1}^{N} w_n \log p_n\right)",
        "BLEU = BP · exp(∑ₙ₌₁ᴺ wₙ log pₙ)",
    ),
    (
        r"A = U \Sigma V^\top, \quad \|A\|_F = \sqrt{\sum_{i} \sigma_i^2}",
        "A = UΣVᵀ,  ‖A‖_F = √(∑ᵢ σᵢ²)",
    ),
    (
        r"\hat{A} = \tilde{D}^{-\frac{1}{2}} \tilde{A} \tilde{D}^{-\frac{1}{2}}",
        "Â = D̃^(−1/2)ÃD̃^(−1/2)",
    ),
    (
        r"H^{(l+1)} = \sigma\left(\tilde{D}^{-1/2}\tilde{A}\tilde{D}^{-1/2}H^{(l)}W^{(l)}\right)",
        "H⁽ˡ⁺¹⁾ = σ(D̃^(−1/2)ÃD̃^(−1/2)H⁽ˡ⁾W⁽ˡ⁾)",
    ),
    (r"\hat{\beta} = (X^\top X + \lambda I)^{-1} X^\top y", "β̂ = (XᵀX + λI)⁻¹Xᵀy"),
    (
        r"\min_{w, b} \frac{1}{2}\|w\|^2 \quad \text{s.t.} \quad y_i(w^\top x_i + b) \ge 1",
        "min_(w,b) (1/2)‖w‖²  s.t.  yᵢ(wᵀxᵢ + b) ≥ 1",
    ),
    (
        r"\begin{bmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{bmatrix} \begin{bmatrix} x_1 \\ x_2 \end{bmatrix}",
        "[cos θ, −sin θ; sin θ, cos θ][x₁; x₂]",
    ),
    (
        r"J = \begin{pmatrix} \frac{\partial f_1}{\partial x_1} & \cdots & \frac{\partial f_1}{\partial x_n} \\ \vdots & \ddots & \vdots \\ \frac{\partial f_m}{\partial x_1} & \cdots & \frac{\partial f_m}{\partial x_n} \end{pmatrix}",
        "J = (∂f₁/∂x₁, ⋯, ∂f₁/∂xₙ; ⋮, ⋱, ⋮; ∂fₘ/∂x₁, ⋯, ∂fₘ/∂xₙ)",
    ),
    (r"\Delta w_{ij} = -\eta \frac{\partial E}{\partial w_{ij}}", "Δwᵢⱼ = −η(∂E/∂wᵢⱼ)"),
    (
        r"\text{top-}k(v)_i = \begin{cases} v_i & \text{if } v_i \in \text{top } k \\ -\infty & \text{otherwise} \end{cases}",
        "top-k(v)ᵢ = {vᵢ if vᵢ ∈ top k; −∞ otherwise}",
    ),
    (
        r"L(N, D) = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}, \qquad C \approx 6ND",
        "L(N, D) = E + A/N^α + B/Dᵝ,    C ≈ 6ND",
    ),
    (
        r"\text{memory} = 2 \cdot n_{\text{layers}} \cdot n_{\text{heads}} \cdot d_{\text{head}} \cdot L \cdot \text{bytes}",
        "memory = 2 · n_layers · n_heads · d_head · L · bytes",
    ),
]


@pytest.mark.parametrize(("source", "line"), LINES, ids=[case[0] for case in LINES])
def test_a_formula_reads_so_on_one_line(source: str, line: str) -> None:
    assert inline(source) == line


def letters(text: str) -> list[str]:
    """The letters and digits of a drawing, whatever their size, style and place."""
    plain = unicodedata.normalize("NFKD", text)
    return sorted(character for character in plain if character.isalnum())


@pytest.mark.parametrize("source", [case[0] for case in LINES])
def test_the_box_of_a_formula_holds_the_letters_of_its_line(source: str) -> None:
    assert letters("".join(block(source))) == letters(inline(source))
