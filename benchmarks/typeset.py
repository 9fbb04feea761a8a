"""How long one formula takes, without the cache: parsed and put on one line or into a box.

The floor is splitting the same formulas into their tokens with one `re.findall` and nothing more.
Run: python benchmarks/typeset.py [repetitions]
"""

import re
import statistics
import sys
import time
from collections.abc import Callable

from quizlab.typeset.drawing import draw
from quizlab.typeset.line import line
from quizlab.typeset.parser import parse

TARGET = 200.0  # microseconds, at the median

FORMULAS = [
    r"y = \sigma(\mathbf{w}^\top \mathbf{x} + b)",
    r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))",
    r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
    r"\operatorname{ReLU}(x) = \max(0, x)",
    r"\operatorname{GELU}(x) = x\,\Phi(x) \approx \frac{x}{2}\left[1 + \tanh\left(\sqrt{\frac{2}{\pi}}\left(x + 0.044715x^3\right)\right)\right]",
    r"\operatorname{softmax}(\mathbf{z})_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}",
    r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)",
    r"\mathcal{L}_{\text{CE}} = -\frac{1}{N}\sum_{n=1}^{N}\sum_{k=1}^{K} y_{nk}\log \hat{y}_{nk}",
    r"\mathcal{L}_{\text{BCE}} = -\left[y \log \hat{y} + (1 - y)\log(1 - \hat{y})\right]",
    r"\text{FL}(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)",
    r"\mathcal{L}_{\text{MSE}} = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2",
    r"L_\delta(a) = \begin{cases} \frac{1}{2}a^2 & \text{for } |a| \le \delta \\ \delta\left(|a| - \frac{1}{2}\delta\right) & \text{otherwise} \end{cases}",
    r"D_{\mathrm{KL}}(P \,\|\, Q) = \sum_{x} P(x) \log \frac{P(x)}{Q(x)}",
    r"H(p, q) = H(p) + D_{\mathrm{KL}}(p \| q)",
    r"I(X; Y) = \iint p(x, y) \log\frac{p(x, y)}{p(x)\,p(y)} \, dx\, dy",
    r"\theta_{t+1} = \theta_t - \eta \nabla_\theta \mathcal{L}(\theta_t)",
    r"v_{t+1} = \mu v_t - \eta g_t, \qquad \theta_{t+1} = \theta_t + v_{t+1}",
    r"m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t",
    r"v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2",
    r"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}, \quad \hat{v}_t = \frac{v_t}{1 - \beta_2^t}",
    r"\theta_t = \theta_{t-1} - \eta\left(\frac{\hat{m}_t}{\sqrt{\hat{v}_t} + \epsilon} + \lambda\theta_{t-1}\right)",
    r"\eta_t = \eta_{\min} + \frac{1}{2}(\eta_{\max} - \eta_{\min})\left(1 + \cos\frac{t\pi}{T}\right)",
    r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
    r"y_i = \gamma \hat{x}_i + \beta",
    r"\mu_B = \frac{1}{m}\sum_{i=1}^m x_i, \quad \sigma_B^2 = \frac{1}{m}\sum_{i=1}^m (x_i - \mu_B)^2",
    r"\operatorname{RMSNorm}(x) = \frac{x}{\sqrt{\frac{1}{d}\sum_{i=1}^{d} x_i^2 + \epsilon}} \odot g",
    r"o = \left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1",
    r"(f * g)(t) = \int_{-\infty}^{\infty} f(\tau)\, g(t - \tau)\, d\tau",
    r"Y_{i,j} = \sum_{m=0}^{k-1}\sum_{n=0}^{k-1} X_{i+m,\,j+n} K_{m,n}",
    r"\text{FLOPs} = 2 C_{\text{in}} C_{\text{out}} K^2 H W",
    r"r_l = r_{l-1} + (k_l - 1)\prod_{i=1}^{l-1} s_i",
    r"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
    r"\text{head}_i = \text{Attention}(QW_i^Q, KW_i^K, VW_i^V)",
    r"\text{MultiHead}(Q, K, V) = \text{Concat}(\text{head}_1, \ldots, \text{head}_h)W^O",
    r"PE_{(pos, 2i)} = \sin\left(\frac{pos}{10000^{2i/d_{\text{model}}}}\right)",
    r"\begin{aligned} f_t &= \sigma(W_f [h_{t-1}, x_t] + b_f) \\ i_t &= \sigma(W_i [h_{t-1}, x_t] + b_i) \\ c_t &= f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \\ h_t &= o_t \odot \tanh(c_t) \end{aligned}",
    r"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t",
    r"\delta^l = \left((W^{l+1})^\top \delta^{l+1}\right) \odot \sigma'(z^l)",
    r"\frac{\partial L}{\partial w_{jk}^l} = a_k^{l-1} \delta_j^l",
    r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial y}\frac{\partial y}{\partial W} = x^\top \frac{\partial L}{\partial y}",
    r"W \sim \mathcal{N}\left(0, \frac{2}{n_{\text{in}}}\right)",
    r"W \sim \mathcal{U}\left[-\sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}, \sqrt{\frac{6}{n_{\text{in}} + n_{\text{out}}}}\right]",
    r"\operatorname{Var}(y) = n\,\operatorname{Var}(w)\operatorname{Var}(x)",
    r"p(x) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x - \mu)^2}{2\sigma^2}\right)",
    r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}",
    r"\hat{\theta}_{\text{MLE}} = \operatorname*{arg\,max}_{\theta} \prod_{i=1}^{n} p(x_i \mid \theta)",
    r"\hat{\theta}_{\text{MAP}} = \arg\max_\theta \left[\log p(\theta) + \sum_{i=1}^{n} \log p(x_i \mid \theta)\right]",
    r"\mathbb{E}[(y - \hat{f}(x))^2] = \text{Bias}[\hat{f}(x)]^2 + \operatorname{Var}[\hat{f}(x)] + \sigma^2",
    r"\min_G \max_D \mathbb{E}_{x \sim p_{\text{data}}}[\log D(x)] + \mathbb{E}_{z \sim p_z}[\log(1 - D(G(z)))]",
    r"\log p(x) \ge \mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x) \,\|\, p(z))",
    r"z = \mu + \sigma \odot \epsilon, \quad \epsilon \sim \mathcal{N}(0, I)",
    r"q(x_t \mid x_{t-1}) = \mathcal{N}(x_t; \sqrt{1 - \beta_t}\, x_{t-1}, \beta_t I)",
    r"x_t = \sqrt{\bar{\alpha}_t}\, x_0 + \sqrt{1 - \bar{\alpha}_t}\, \epsilon",
    r"\bar{\alpha}_t = \prod_{s=1}^{t} (1 - \beta_s)",
    r"\mathcal{L}_{\text{simple}} = \mathbb{E}_{t, x_0, \epsilon}\left[\left\| \epsilon - \epsilon_\theta(x_t, t) \right\|^2\right]",
    r"\mathcal{L}_{\text{InfoNCE}} = -\log \frac{\exp(q \cdot k_+ / \tau)}{\sum_{i=0}^{K} \exp(q \cdot k_i / \tau)}",
    r"\mathcal{L}_{\text{tri}} = \max\left(0, \|f_a - f_p\|_2^2 - \|f_a - f_n\|_2^2 + \alpha\right)",
    r"\text{IoU} = \frac{|A \cap B|}{|A \cup B|}",
    r"\text{Dice} = \frac{2|A \cap B|}{|A| + |B|}",
    r"F_1 = 2 \cdot \frac{\text{precision} \cdot \text{recall}}{\text{precision} + \text{recall}}",
    r"F_\beta = (1 + \beta^2)\frac{PR}{\beta^2 P + R}",
    r"\text{mAP} = \frac{1}{|\mathcal{C}|}\sum_{c \in \mathcal{C}} \text{AP}_c",
    r"Q(s, a) \leftarrow Q(s, a) + \alpha\left[r + \gamma \max_{a'} Q(s', a') - Q(s, a)\right]",
    r"V^\pi(s) = \mathbb{E}_\pi\left[\sum_{t=0}^{\infty} \gamma^t r_t \,\middle|\, s_0 = s\right]",
    r"\nabla_\theta J(\theta) = \mathbb{E}_{\pi_\theta}\left[\nabla_\theta \log \pi_\theta(a|s)\, A^\pi(s, a)\right]",
    r"L^{\text{CLIP}}(\theta) = \mathbb{E}_t\left[\min\left(r_t(\theta)\hat{A}_t, \operatorname{clip}(r_t(\theta), 1 - \epsilon, 1 + \epsilon)\hat{A}_t\right)\right]",
    r"\mathcal{L}_{\text{DPO}} = -\log \sigma\left(\beta \log\frac{\pi_\theta(y_w|x)}{\pi_{\text{ref}}(y_w|x)} - \beta \log\frac{\pi_\theta(y_l|x)}{\pi_{\text{ref}}(y_l|x)}\right)",
    r"W' = W + \frac{\alpha}{r} BA, \quad B \in \mathbb{R}^{d \times r},\ A \in \mathbb{R}^{r \times k}",
    r"\text{PPL} = \exp\left(-\frac{1}{N}\sum_{i=1}^{N} \log p(w_i \mid w_{<i})\right)",
    r"\text{BLEU} = \text{BP} \cdot \exp\left(\sum_{n=1}^{N} w_n \log p_n\right)",
    r"A = U \Sigma V^\top, \quad \|A\|_F = \sqrt{\sum_{i} \sigma_i^2}",
    r"\hat{A} = \tilde{D}^{-\frac{1}{2}} \tilde{A} \tilde{D}^{-\frac{1}{2}}",
    r"H^{(l+1)} = \sigma\left(\tilde{D}^{-1/2}\tilde{A}\tilde{D}^{-1/2}H^{(l)}W^{(l)}\right)",
    r"\hat{\beta} = (X^\top X + \lambda I)^{-1} X^\top y",
    r"\min_{w, b} \frac{1}{2}\|w\|^2 \quad \text{s.t.} \quad y_i(w^\top x_i + b) \ge 1",
    r"\begin{bmatrix} \cos\theta & -\sin\theta \\ \sin\theta & \cos\theta \end{bmatrix} \begin{bmatrix} x_1 \\ x_2 \end{bmatrix}",
    r"J = \begin{pmatrix} \frac{\partial f_1}{\partial x_1} & \cdots & \frac{\partial f_1}{\partial x_n} \\ \vdots & \ddots & \vdots \\ \frac{\partial f_m}{\partial x_1} & \cdots & \frac{\partial f_m}{\partial x_n} \end{pmatrix}",
    r"\Delta w_{ij} = -\eta \frac{\partial E}{\partial w_{ij}}",
    r"\text{top-}k(v)_i = \begin{cases} v_i & \text{if } v_i \in \text{top } k \\ -\infty & \text{otherwise} \end{cases}",
    r"L(N, D) = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}, \qquad C \approx 6ND",
    r"\text{memory} = 2 \cdot n_{\text{layers}} \cdot n_{\text{heads}} \cdot d_{\text{head}} \cdot L \cdot \text{bytes}",
]

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[^\\\s]", re.DOTALL)


def fastest(work: Callable[[str], object], formula: str, repetitions: int) -> float:
    """Return the least time in microseconds of so many runs: what the machine's noise leaves."""
    times = []
    for _ in range(repetitions):
        started = time.perf_counter()
        work(formula)
        times.append(time.perf_counter() - started)
    return min(times) * 1e6


def main() -> None:
    """Print median and 90th percentile over the formulas, and the ratio to the floor."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    works: dict[str, Callable[[str], object]] = {
        "floor: re.findall": _TOKEN.findall,
        "parse": parse,
        "parse + line": lambda formula: line(parse(formula)),
        "parse + box": lambda formula: draw(parse(formula)),
    }
    print(f"{len(FORMULAS)} formulas, fastest of {repetitions} runs each, in microseconds")
    print(f"{'':20}{'median':>8}{'p90':>8}{'most':>8}{'× floor':>9}")
    floor = 0.0
    for name, work in works.items():
        times = sorted(fastest(work, formula, repetitions) for formula in FORMULAS)
        median = statistics.median(times)
        floor = floor or median
        p90 = times[int(0.9 * len(times))]
        verdict = "" if median <= TARGET else f"  over the target of {TARGET:.0f}"
        print(f"{name:20}{median:8.1f}{p90:8.1f}{times[-1]:8.1f}{median / floor:8.1f}×{verdict}")


if __name__ == "__main__":
    main()
