"""Whole formulas of deep learning, on one line of Unicode."""

import pytest

from quizlab.typeset import inline

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
]


@pytest.mark.parametrize(("source", "line"), LINES, ids=[case[0] for case in LINES])
def test_a_formula_reads_so_on_one_line(source: str, line: str) -> None:
    assert inline(source) == line
