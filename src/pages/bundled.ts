// Made by scripts/bundle-browser.mjs from the modules beside it.

/** The program of the live page. */
export const liveScript = `"use strict";
(function() {
	// src/reports/format.ts
	const showDuration = (ms) => {
		if (Math.abs(ms) < 9.95) return \`\${ms.toFixed(1)} ms\`;
		return Math.abs(ms) < 999.5 ? \`\${ms.toFixed(0)} ms\` : \`\${(ms / 1e3).toFixed(2)} s\`;
	};
	const showCount = (count) => Math.abs(count) < 1e4 ? String(count) : String(count).replace(/\\B(?=(\\d{3})+$)/g, " ");
	const listed = (items) => items.length < 2 ? items[0] ?? "" : \`\${items.slice(0, -1).join(", ")} and \${items.at(-1) ?? ""}\`;
	// src/live/chart-points.ts
	const averaged = 4;
	const increases = (points, of) => points.slice(1).map((point, index) => {
		const before = points[index] ?? point;
		const seconds = (point.t - before.t) / 1e3;
		return [point.t / 1e3, seconds > 0 ? Math.max(0, (point[of] - before[of]) / seconds) : 0];
	});
	const ratePoints = (points, of) => increases(points, of).map(([t], index, all) => {
		const some = all.slice(Math.max(0, index + 1 - averaged), index + 1);
		return [t, Math.round(some.reduce((sum, [, rate]) => sum + rate, 0) / some.length)];
	});
	const latencyPoints = (points, rank) => points.map(({ t, recent }) => [t / 1e3, recent.completed?.[rank] ?? null]);
	const waitingPoints = (points, of) => points.map((point) => [point.t / 1e3, point[of]]);
	// src/live/charts.ts
	const showPerSecond = (rate) => \`\${showCount(rate)}/s\`;
	const liveCharts = [
		{
			id: "rates",
			title: "Offered, accepted and completed",
			subtitle: "requests per second; thick: completed, thin: accepted, grey: offered; bands: a fault is in force",
			scale: "linear",
			curves: [{
				label: "completed",
				weight: "thick",
				points: (points) => ratePoints(points, "completed")
			}, {
				label: "accepted",
				weight: "thin",
				points: (points) => ratePoints(points, "accepted")
			}],
			offered: {
				label: "offered",
				weight: "thin",
				points: (points) => ratePoints(points, "sent")
			},
			show: showPerSecond
		},
		{
			id: "latency",
			title: "Time from due to completed",
			subtitle: "of those that completed in the last second, log scale; thick: 95th percentile, thin: median; bands: a fault is in force",
			scale: "log",
			curves: [{
				label: "p95",
				weight: "thick",
				points: (points) => latencyPoints(points, "p95")
			}, {
				label: "p50",
				weight: "thin",
				points: (points) => latencyPoints(points, "p50")
			}],
			offered: null,
			show: showDuration
		},
		{
			id: "backlog",
			title: "Backlog and requests in flight",
			subtitle: "thick: messages waiting in queues and outboxes, thin: requests of the client that are not over; bands: a fault is in force",
			scale: "linear",
			curves: [{
				label: "backlog",
				weight: "thick",
				points: (points) => waitingPoints(points, "backlog")
			}, {
				label: "in flight",
				weight: "thin",
				points: (points) => waitingPoints(points, "inFlight")
			}],
			offered: null,
			show: showCount
		}
	];
	// src/live/columns.ts
	const words = (head, cell) => ({
		head,
		holds: "words",
		cell
	});
	const counts = (head, count) => ({
		head,
		holds: "numbers",
		cell: (row) => showCount(count(row))
	});
	const progressColumns = [
		words("contestant", ({ contestant }) => contestant),
		counts("round", ({ round }) => round),
		words("phase", ({ phase }) => phase),
		counts("sent", ({ sent }) => sent),
		counts("accepted", ({ accepted }) => accepted),
		counts("completed", ({ completed }) => completed),
		counts("failed", ({ failed }) => failed),
		counts("backlog", ({ backlog }) => backlog),
		counts("in flight", ({ inFlight }) => inFlight)
	];
	const roundColumns = [
		words("contestant", ({ contestant }) => contestant),
		counts("round", ({ round }) => round),
		counts("sent", ({ outcomes }) => outcomes.sent),
		counts("completed", ({ outcomes }) => outcomes.completed),
		counts("declined", ({ outcomes }) => outcomes.declined),
		counts("recovered", ({ outcomes }) => outcomes.recovered),
		counts("failed", ({ outcomes }) => outcomes.failed),
		counts("lost", ({ outcomes }) => outcomes.lost),
		words("valid", ({ valid }) => valid ? "yes" : "NO")
	];
	// src/shared/limits.ts
	const limits = {
		fileBytes: 32768,
		depth: 16,
		values: 1e4,
		aliases: 100,
		textLength: 1e3,
		nameLength: 40,
		entries: 100,
		contestants: 8,
		traceBytes: 64 * 2 ** 20,
		stages: 1e3,
		expressionLength: 500,
		expressionDepth: 20,
		durationMs: 864e5,
		payloadBytes: 1048576,
		workMs: 6e5,
		cpuWorkMs: 1e4,
		coldStartMs: 3e4,
		leastDecisionMs: 500,
		decisionMs: 6e5,
		workSpread: 100,
		perSecond: 1e5,
		requestsPerRound: 5e6,
		injections: 1e3,
		rounds: 1e3,
		roundsTogether: 500,
		scale: {
			least: .001,
			most: 1e3
		},
		problems: 20,
		messageLength: 400
	};
	// src/reports/charts/look.ts
	const ink = "var(--ink)";
	const faint = "var(--faint)";
	const line = "var(--line)";
	const band = "var(--band)";
	const contestantNumber = (position) => position % limits.contestants + 1;
	const contestantColour = (position) => \`var(--c\${contestantNumber(position)})\`;
	const dashes = [...[
		"solid",
		[8, 4],
		[2, 3],
		[
			10,
			3,
			2,
			3
		]
	], ...[
		[1, 3],
		[16, 6],
		[
			6,
			2,
			2,
			2,
			2,
			2
		],
		[4, 8]
	]];
	const contestantDash = (position) => {
		const dash = dashes[position % dashes.length] ?? "solid";
		return dash === "solid" ? "solid" : [...dash];
	};
	const contestantLine = (position, width) => ({
		color: contestantColour(position),
		width,
		type: contestantDash(position)
	});
	const thick = 2.5;
	const thin = 1.2;
	// src/reports/charts/fault-band.ts
	const windowOf = ({ type, target, struckAt, liftedAt }, endMs) => struckAt === null ? null : {
		label: \`\${type} \${target}\`,
		from: struckAt / 1e3,
		to: (liftedAt ?? endMs) / 1e3
	};
	const faultBands = (panel, windows, { labelled }) => {
		const seen = new Set();
		const layers = Math.max(1, ...windows.map(({ label }) => windows.filter((other) => other.label === label).length));
		const label = (text) => {
			if (!labelled || seen.has(text)) return "";
			seen.add(text);
			return text;
		};
		return {
			type: "line",
			xAxisIndex: panel,
			yAxisIndex: panel,
			data: [],
			silent: true,
			markArea: {
				silent: true,
				itemStyle: {
					color: band,
					borderWidth: 0,
					opacity: Math.min(1, 1.4 / layers)
				},
				label: {
					color: faint,
					fontSize: 12,
					position: "insideTop",
					textBorderWidth: 0
				},
				data: windows.map((window) => [{
					name: label(window.label),
					xAxis: window.from
				}, { xAxis: window.to }])
			}
		};
	};
	// src/reports/charts/frame.ts
	const gridOf = ({ left, top, width, height }) => ({
		left,
		top,
		width,
		height,
		outerBoundsMode: "none"
	});
	const niceStep = (span, most) => {
		if (!(span > 0)) return 1;
		const raw = span / most;
		const power = 10 ** Math.floor(Math.log10(raw));
		return ([
			1,
			2,
			5,
			10
		].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10) * power;
	};
	const axisStyle = {
		axisLabel: {
			color: faint,
			fontSize: 12
		},
		axisLine: {
			show: true,
			onZero: false,
			lineStyle: { color: line }
		},
		axisTick: { lineStyle: { color: line } },
		nameTextStyle: {
			color: faint,
			fontSize: 12
		}
	};
	const ticksIn = ([from, to], most) => {
		const step = niceStep(to - from, most);
		const first = Math.ceil(from / step - 1e-9);
		const last = Math.floor(to / step + 1e-9);
		return Array.from({ length: Math.max(0, last - first + 1) }, (_unused, index) => Number(((first + index) * step).toPrecision(12)));
	};
	const linearX = (gridIndex, range, { labelled, most = 12, format }) => {
		const customValues = [...ticksIn(range, most)];
		return {
			type: "value",
			gridIndex,
			min: range[0],
			max: range[1],
			...axisStyle,
			axisTick: {
				...axisStyle.axisTick,
				customValues
			},
			axisLabel: {
				...axisStyle.axisLabel,
				show: labelled,
				customValues,
				formatter: format
			},
			splitLine: { show: false }
		};
	};
	const timeAxis = (gridIndex, range, ticks) => linearX(gridIndex, range, {
		...ticks,
		format: (value) => \`\${value} s\`
	});
	const yAxis = (gridIndex, name) => ({
		gridIndex,
		name,
		nameLocation: "end",
		nameGap: 10,
		...axisStyle,
		nameTextStyle: {
			color: ink,
			fontSize: 12,
			align: "left",
			padding: [
				0,
				0,
				0,
				-48
			]
		},
		splitLine: { lineStyle: {
			color: line,
			opacity: .5
		} }
	});
	const linearAxis = (gridIndex, name, highest, most = 4) => {
		const step = niceStep(Math.max(highest, 1e-9), most);
		const max = Math.max(step, Math.ceil(highest * (1 - 1e-9) / step) * step);
		return {
			axis: {
				...yAxis(gridIndex, name),
				type: "value",
				min: 0,
				max,
				interval: step
			},
			range: [0, max]
		};
	};
	const unitOf = (ms) => ms < 1e3 ? \`\${Number(ms.toPrecision(3))} ms\` : \`\${ms / 1e3} s\`;
	const logAxis = (gridIndex, name, values) => {
		const logs = values.filter((value) => value > 0).map(Math.log10);
		const low = Math.floor(logs.length === 0 ? 0 : logs.reduce((a, b) => Math.min(a, b)));
		const high = Math.max(low + 1, Math.ceil(logs.length === 0 ? 1 : logs.reduce((a, b) => Math.max(a, b))));
		return {
			axis: {
				...yAxis(gridIndex, name),
				type: "value",
				min: low,
				max: high,
				interval: 1,
				axisLabel: {
					...axisStyle.axisLabel,
					formatter: (value) => unitOf(10 ** value)
				}
			},
			range: [low, high]
		};
	};
	const onLogAxis = (ms) => Number(Math.log10(ms).toFixed(4));
	// src/reports/charts/labels.ts
	const note = (x, y, text, style) => ({
		type: "text",
		x,
		y,
		silent: true,
		style: {
			text,
			fill: style.colour,
			fontSize: 13,
			fontWeight: style.bold === true ? "bold" : "normal",
			align: style.align ?? "left",
			verticalAlign: "middle"
		}
	});
	// src/live/draw-chart.ts
	const curvesOf = ({ curves, offered }, rounds) => {
		const [first] = rounds;
		const grey = offered === null || first === void 0 ? [] : [{
			name: offered.label,
			points: offered.points(first.points),
			lineStyle: {
				color: faint,
				width: thin,
				type: "solid"
			}
		}];
		const own = rounds.flatMap(({ name, position, points }) => curves.map((curve) => ({
			name: \`\${name} \${curve.label}\`,
			points: curve.points(points),
			lineStyle: contestantLine(position, curve.weight === "thick" ? thick : thin)
		})));
		return [...grey, ...own];
	};
	const valuesOf = (curves) => curves.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));
	const rangeOf = (rounds) => {
		const seconds = rounds.flatMap(({ points, last }) => [(points[0] ?? last).t / 1e3, last.t / 1e3]);
		if (seconds.length === 0) return [0, 1];
		const first = Math.min(...seconds);
		return [first, Math.max(first + 1, ...seconds)];
	};
	const seriesOf = ({ name, points, lineStyle }, { scale }) => ({
		type: "line",
		name,
		showSymbol: false,
		animation: false,
		silent: true,
		color: lineStyle.color,
		lineStyle,
		data: points.map(([t, value]) => {
			if (value === null || scale === "linear") return [t, value];
			return [t, value > 0 ? onLogAxis(value) : null];
		})
	});
	const legend = {
		type: "scroll",
		top: 0,
		itemWidth: 36,
		itemStyle: { opacity: 0 },
		lineStyle: { width: "inherit" },
		textStyle: { color: ink },
		pageTextStyle: { color: ink },
		pageIconColor: ink,
		pageIconInactiveColor: faint
	};
	const drawLiveChart = (chart, rounds, { width, height }) => {
		const frame = {
			left: 64,
			top: 44,
			width: Math.max(1, width - 84),
			height: Math.max(1, height - 92)
		};
		const curves = curvesOf(chart, rounds);
		const values = valuesOf(curves);
		const x = rangeOf(rounds);
		const y = chart.scale === "log" ? logAxis(0, "", values) : linearAxis(0, "", values.reduce((most, value) => Math.max(most, value), 0));
		const windows = rounds.flatMap(({ last }) => last.faults.flatMap((fault) => windowOf(fault, last.t) ?? []));
		return {
			animation: false,
			textStyle: {
				color: ink,
				fontSize: 13
			},
			legend,
			grid: gridOf(frame),
			xAxis: timeAxis(0, x, {
				labelled: true,
				most: Math.max(2, Math.floor(frame.width / 70))
			}),
			yAxis: y.axis,
			series: [faultBands(0, windows, { labelled: false }), ...curves.map((curve) => seriesOf(curve, chart))],
			graphic: [note(frame.left + frame.width, height - 12, "time from the end of the warm-up", {
				colour: faint,
				align: "right"
			})]
		};
	};
	const readLiveChart = (chart, rounds) => {
		const read = curvesOf(chart, rounds).flatMap(({ name, points }) => {
			const value = points.findLast(([, one]) => one !== null)?.[1] ?? null;
			return value === null ? [] : [\`\${name} \${chart.show(value)}\`];
		});
		return \`\${chart.title}: \${read.length === 0 ? "nothing yet" : read.join(", ")}\`;
	};
	// src/live/followed-rounds.ts
	const followRounds = (contestants) => {
		const points = new Map();
		const finished = [];
		const onProgress = (point) => {
			const known = points.get(point.contestant);
			const last = known?.at(-1);
			if (known === void 0 || last?.round !== point.round || point.t < last.t) points.set(point.contestant, [point]);
			else known.push(point);
		};
		return {
			receive: (event) => {
				if (event.name === "round") finished.push(event.data);
				else onProgress(event.data);
			},
			forget: () => {
				points.clear();
				finished.length = 0;
			},
			latest: () => contestants.flatMap((name, position) => {
				const own = points.get(name) ?? [];
				const last = own.at(-1);
				return last === void 0 ? [] : [{
					name,
					position,
					points: own,
					last
				}];
			}),
			finished: () => finished
		};
	};
	// src/live/state-sentence.ts
	const stateSentence = ({ contestant, round, rounds, phase, faults }) => {
		const inForce = faults.filter(({ struckAt, liftedAt }) => struckAt !== null && liftedAt === null).map(({ type, target }) => \`\${type} of \${target}\`);
		return \`Round \${round} of \${rounds}, \${contestant}: \${phase}\${inForce.length === 0 ? "" : \`, under \${listed(inForce)}\`}.\`;
	};
	const timeLeft = ({ remainingMs }) => \`About \${Math.ceil(remainingMs / 1e3)} s left.\`;
	// src/browser/find.ts
	const findIn = (root, selector, kind) => {
		const found = root.querySelector(selector);
		return found instanceof kind ? found : null;
	};
	const need = (root, selector, kind) => {
		const found = findIn(root, selector, kind);
		if (found === null) throw new Error(\`the page has no \${selector}\`);
		return found;
	};
	// src/browser/live.ts
	const drawEveryMs = 1e3;
	const contestantsOf = ({ dataset }) => {
		const names = JSON.parse(dataset["contestants"] ?? "[]");
		return Array.isArray(names) ? names.map(String) : [];
	};
	const chartIn = (chart) => {
		const place = need(document, \`#\${chart.id} .live\`, HTMLElement);
		const drawn = echarts.init(place, null, { renderer: "svg" });
		return (rounds) => {
			const latest = rounds.latest();
			drawn.resize();
			const size = {
				width: drawn.getWidth(),
				height: drawn.getHeight()
			};
			drawn.setOption(drawLiveChart(chart, latest, size), { notMerge: true });
			place.setAttribute("aria-label", readLiveChart(chart, latest));
		};
	};
	const rowOf = (columns, row) => {
		const line = document.createElement("tr");
		for (const [index, { cell, holds }] of columns.entries()) {
			const place = document.createElement(index === 0 ? "th" : "td");
			if (index === 0) place.setAttribute("scope", "row");
			if (holds === "words") place.className = "text";
			place.textContent = cell(row);
			line.append(place);
		}
		return line;
	};
	const tableIn = (section, columns) => {
		const body = need(document, \`\${section} tbody\`, HTMLTableSectionElement);
		return (rows) => body.replaceChildren(...rows.map((row) => rowOf(columns, row)));
	};
	const stateIn = (place) => {
		let known = "";
		return (progress) => {
			const sentence = stateSentence(progress);
			if (sentence !== known) place.textContent = \`\${sentence} \${timeLeft(progress)}\`;
			known = sentence;
		};
	};
	const later = (act) => {
		let waiting = false;
		return () => {
			if (waiting || document.hidden) return;
			waiting = true;
			setTimeout(() => {
				waiting = false;
				act();
			}, drawEveryMs);
		};
	};
	const rounds = followRounds(contestantsOf(document.body));
	const charts = liveCharts.map(chartIn);
	const fillProgress = tableIn("#now", progressColumns);
	const fillRounds = tableIn("#rounds", roundColumns);
	const showState = stateIn(need(document, "#state", HTMLElement));
	const drawSoon = later(() => {
		for (const draw of charts) draw(rounds);
		fillProgress(rounds.latest().map(({ last }) => last));
		fillRounds(rounds.finished());
	});
	document.addEventListener("visibilitychange", drawSoon);
	window.addEventListener("resize", drawSoon);
	const source = new EventSource("/events");
	const on = (name, act) => source.addEventListener(name, ({ data }) => {
		act(JSON.parse(data));
	});
	const receive = (event) => {
		rounds.receive(event);
		if (event.name === "progress") showState(event.data);
		drawSoon();
	};
	on("history", (events) => {
		rounds.forget();
		for (const event of events) rounds.receive(event);
		const last = events.findLast(({ name }) => name === "progress");
		if (last?.name === "progress") showState(last.data);
		drawSoon();
	});
	on("progress", (data) => receive({
		name: "progress",
		data
	}));
	on("round", (data) => receive({
		name: "round",
		data
	}));
	on("finished", () => {
		source.close();
		location.reload();
	});
})();`;

/** The program of the report page. */
export const reportScript = `"use strict";
(function() {
	// src/reports/html/sketch.ts
	const sketchHeight = 100;
	const sketchY = (backlog, scale) => (sketchHeight - backlog / scale * sketchHeight).toFixed(1);
	// src/browser/find.ts
	const findIn = (root, selector, kind) => {
		const found = root.querySelector(selector);
		return found instanceof kind ? found : null;
	};
	const need = (root, selector, kind) => {
		const found = findIn(root, selector, kind);
		if (found === null) throw new Error(\`the page has no \${selector}\`);
		return found;
	};
	const findAll = (root, selector, kind) => [...root.querySelectorAll(selector)].filter((found) => found instanceof kind);
	// src/browser/class-mode.ts
	const noGuess = "no guess";
	const drawSketch = (form, sliders) => {
		const sketch = findIn(form, ".sketch", SVGSVGElement);
		if (sketch === null) return;
		const scale = Number(sketch.dataset["scale"]);
		const points = sliders.map((slider) => \`\${slider.dataset["at"] ?? ""},\${sketchY(slider.valueAsNumber, scale)}\`);
		need(sketch, ".guessed", SVGPolylineElement).setAttribute("points", points.join(" "));
	};
	const guessesIn = (form, sliders) => {
		const fastest = findIn(form, "input[type=radio]:checked", HTMLInputElement)?.value ?? noGuess;
		const lost = findAll(form, "input[type=number]", HTMLInputElement).map(({ dataset, value }) => \`\${dataset["name"] ?? ""} \${value === "" ? noGuess : value}\`);
		const backlog = sliders.map(({ valueAsNumber }) => Math.round(valueAsNumber));
		return [
			fastest,
			lost.join(", "),
			backlog.join(", ")
		];
	};
	const showMeasured = (form, guesses) => {
		const places = findAll(form, ".guess", HTMLElement);
		for (const [index, guess] of guesses.entries()) {
			const place = places[index];
			if (place !== void 0) place.textContent = \`Your guess: \${guess}\`;
		}
		for (const place of findAll(form, ".measured", HTMLElement)) place.hidden = false;
		findIn(form, ".truth", SVGElement)?.removeAttribute("hidden");
	};
	const addClassMode = (quiz) => {
		const form = need(quiz, "#quiz-form", HTMLFormElement);
		const open = need(quiz, "#quiz-open", HTMLButtonElement);
		const state = need(quiz, "#quiz-state", HTMLElement);
		const sliders = findAll(form, "input[type=range]", HTMLInputElement);
		const draw = () => drawSketch(form, sliders);
		const begin = () => {
			document.documentElement.dataset["quiz"] = "open";
			form.hidden = false;
			open.hidden = true;
			state.textContent = "";
			draw();
		};
		const end = (text) => {
			delete document.documentElement.dataset["quiz"];
			state.textContent = text;
		};
		for (const slider of sliders) slider.addEventListener("input", draw);
		form.addEventListener("submit", (event) => {
			event.preventDefault();
			showMeasured(form, guessesIn(form, sliders));
			end("Each guess now stands beside what was measured; the findings below are open.");
		});
		need(quiz, "#quiz-skip", HTMLButtonElement).addEventListener("click", () => {
			form.hidden = true;
			open.hidden = false;
			end("The findings are open.");
			open.focus();
		});
		open.addEventListener("click", () => {
			begin();
			findIn(form, "input", HTMLInputElement)?.focus();
		});
		quiz.hidden = false;
		if (quiz.dataset["start"] === "yes") begin();
	};
	// src/reports/charts/packed-marks.ts
	const unpackMarks = (packed) => packed.split(";").map((row) => row.split(",").filter((mark) => mark !== "").map((mark) => {
		const [x = 0, y = 0, width = 0, height = 0] = mark.split(" ").map(Number);
		return {
			x,
			y,
			width,
			height
		};
	}));
	const distance = ({ x, y, width, height }, point) => Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height));
	const nearestRow = (marks, point) => {
		let nearest = -1;
		let least = Number.POSITIVE_INFINITY;
		for (const [index, row] of marks.entries()) for (const mark of row) {
			const away = distance(mark, point);
			if (away < least) {
				least = away;
				nearest = index;
			}
		}
		return nearest;
	};
	// src/reports/charts/show-figure.ts
	const momentOf = (text) => /^-?[\\d.]+ s$/.test(text) ? Number.parseFloat(text) * 1e3 : NaN;
	// src/browser/readout.ts
	const textsOf = (row) => [...row?.cells ?? []].map((cell) => cell.textContent);
	const readRow = (head, row) => {
		const [corner = "", ...columns] = textsOf(head);
		const [heading = "", ...cells] = textsOf(row);
		const read = cells.flatMap((text, index) => text === "–" || text === "" ? [] : [\`\${columns[index] ?? ""} \${text}\`]);
		return \`\${corner} \${heading}: \${read.length === 0 ? "nothing" : read.join(", ")}\`;
	};
	// src/browser/cursor.ts
	const svgNamespace = "http://www.w3.org/2000/svg";
	const partsOf = (figure) => {
		const svg = findIn(figure, ".drawing svg", SVGSVGElement);
		const area = findIn(figure, ".drawing .scroll", HTMLElement);
		const table = findIn(figure, "details table", HTMLTableElement);
		const marks = unpackMarks(figure.dataset["marks"] ?? "");
		if (svg === null || area === null || table === null || marks.every((row) => row.length === 0)) return null;
		return {
			svg,
			area,
			marks,
			head: table.tHead?.rows[0],
			rows: [...table.tBodies[0]?.rows ?? []]
		};
	};
	const createReadout = (area) => {
		const readout = document.createElement("p");
		readout.className = "readout";
		readout.setAttribute("role", "status");
		readout.textContent = "Arrow keys, Home and End, or the pointer, read the picture row by row.";
		area.after(readout);
		return readout;
	};
	const createLayer = (svg) => {
		const layer = document.createElementNS(svgNamespace, "g");
		layer.setAttribute("class", "cursor");
		svg.append(layer);
		return layer;
	};
	const rectOf = ({ x, y, width, height }) => {
		const rect = document.createElementNS(svgNamespace, "rect");
		const sizes = {
			x,
			y,
			width: Math.max(width, .5),
			height
		};
		for (const [name, value] of Object.entries(sizes)) rect.setAttribute(name, String(value));
		return rect;
	};
	const bringIntoView = ({ svg, area }, mark) => {
		if (mark === void 0 || document.activeElement !== area) return;
		const at = mark.x * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
		if (at < area.scrollLeft || at > area.scrollLeft + area.clientWidth) area.scrollLeft = at - area.clientWidth / 2;
	};
	var Cursor = class {
		#parts;
		#layer;
		#readout;
		#current = -1;
		constructor(parts) {
			this.#parts = parts;
			this.#layer = createLayer(parts.svg);
			this.#readout = createReadout(parts.area);
		}
		show(index) {
			const { head, rows, marks } = this.#parts;
			this.#current = Math.max(0, Math.min(rows.length - 1, index));
			const row = rows[this.#current];
			const own = marks[this.#current] ?? [];
			this.#layer.replaceChildren(...own.map(rectOf));
			if (row !== void 0) this.#readout.textContent = readRow(head, row);
			bringIntoView(this.#parts, own[0]);
		}
		step(by, from = this.#current) {
			const { rows, marks } = this.#parts;
			let next = from + by;
			while (next >= 0 && next < rows.length && (marks[next] ?? []).length === 0) next += by;
			if (next >= 0 && next < rows.length) this.show(next);
		}
		point(at) {
			const nearest = nearestRow(this.#parts.marks, at);
			if (nearest >= 0 && nearest !== this.#current) this.show(nearest);
		}
		moveTo(ms) {
			const away = this.#parts.rows.map((row) => Math.abs(momentOf(row.cells[0]?.textContent ?? "") - ms));
			const least = Math.min(...away.filter((one) => !Number.isNaN(one)));
			if (Number.isFinite(least)) this.show(away.indexOf(least));
		}
	};
	const listenToKeys = (area, cursor, rowCount) => {
		const actions = new Map([
			["ArrowRight", () => cursor.step(1)],
			["ArrowDown", () => cursor.step(1)],
			["ArrowLeft", () => cursor.step(-1)],
			["ArrowUp", () => cursor.step(-1)],
			["Home", () => cursor.step(1, -1)],
			["End", () => cursor.step(-1, rowCount)]
		]);
		area.addEventListener("keydown", (event) => {
			const act = actions.get(event.key);
			if (act === void 0 || event.ctrlKey || event.metaKey || event.altKey) return;
			event.preventDefault();
			act();
		});
	};
	const listenToPointer = (svg, cursor) => {
		svg.addEventListener("pointermove", (event) => {
			const matrix = svg.getScreenCTM();
			if (matrix === null) return;
			cursor.point(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()));
		});
	};
	const addCursor = (figure) => {
		const parts = partsOf(figure);
		if (parts === null) return null;
		const cursor = new Cursor(parts);
		listenToKeys(parts.area, cursor, parts.rows.length);
		listenToPointer(parts.svg, cursor);
		return (ms) => cursor.moveTo(ms);
	};
	// src/browser/report.ts
	const cursors = new Map();
	for (const figure of findAll(document, "figure[data-marks]", HTMLElement)) {
		const moveTo = addCursor(figure);
		if (moveTo !== null) cursors.set(figure.id, moveTo);
	}
	for (const link of findAll(document, "a[data-at]", HTMLAnchorElement)) link.addEventListener("click", () => cursors.get(link.hash.slice(1))?.(Number(link.dataset["at"])));
	const quiz = findIn(document, "#quiz", HTMLElement);
	if (quiz !== null) addClassMode(quiz);
})();`;

/** The program of the page of runs. */
export const runsScript = `"use strict";
(function() {
	// src/site/search-words.ts
	const isFound = (words, filter) => filter.toLowerCase().split(/\\s+/).every((word) => words.includes(word));
	// src/browser/find.ts
	const findIn = (root, selector, kind) => {
		const found = root.querySelector(selector);
		return found instanceof kind ? found : null;
	};
	const need = (root, selector, kind) => {
		const found = findIn(root, selector, kind);
		if (found === null) throw new Error(\`the page has no \${selector}\`);
		return found;
	};
	const findAll = (root, selector, kind) => [...root.querySelectorAll(selector)].filter((found) => found instanceof kind);
	// src/browser/runs.ts
	const rows = findAll(document, "tbody tr", HTMLTableRowElement);
	const filter = need(document, "#filter", HTMLInputElement);
	const apply = () => {
		for (const row of rows) row.hidden = !isFound(row.dataset["words"] ?? "", filter.value);
		const address = filter.value === "" ? location.pathname : \`#\${encodeURIComponent(filter.value)}\`;
		history.replaceState(null, "", address);
	};
	filter.value = decodeURIComponent(location.hash.slice(1));
	filter.addEventListener("input", apply);
	apply();
})();`;
