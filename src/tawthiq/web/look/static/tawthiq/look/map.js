// The map of incidents: outlines of the gazetteer and clusters that the server counted, drawn by MapLibre.
// Without WebGL a sentence says so; the table by place is on the page in any case.

const place = document.getElementById("look-map");

function canDraw() {
  try {
    return Boolean(window.maplibregl && document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

// A number drawn as a picture: no fonts are fetched from anywhere.
function numberPicture(text) {
  const scale = 2;
  const canvas = document.createElement("canvas");
  canvas.width = (text.length * 8 + 8) * scale;
  canvas.height = 16 * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.font = "600 12px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = "#ffffff";
  pen.fillText(text, canvas.width / scale / 2, 8.5);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function draw() {
  place.hidden = false;
  const [west, south, east, north] = place.dataset.extent.split(",").map(Number);
  const map = new maplibregl.Map({
    container: place,
    attributionControl: false,
    dragRotate: false,
    bounds: [[west, south], [east, north]],
    fitBoundsOptions: { padding: 50, maxZoom: 11 },
    maxZoom: 17,
    locale: { "NavigationControl.ZoomIn": place.dataset.zoomIn, "NavigationControl.ZoomOut": place.dataset.zoomOut },
    style: {
      version: 8,
      sources: {
        outlines: { type: "geojson", data: place.dataset.boundaries },
        incidents: { type: "vector", tiles: [location.origin + place.dataset.tiles], minzoom: 0, maxzoom: 16 },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#e8eef0" } },
        { id: "land", type: "fill", source: "outlines", paint: { "fill-color": "#fbfcfc" } },
        { id: "lines", type: "line", source: "outlines", paint: { "line-color": "#8a9aa3", "line-width": 1 } },
        {
          id: "dots", type: "circle", source: "incidents", "source-layer": "incidents",
          paint: {
            "circle-color": "#1d4e5f", "circle-opacity": 0.85, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1,
            "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "n"]], 0, 6, 1, 12, 2, 17, 3, 22, 5, 32],
          },
        },
        {
          id: "numbers", type: "symbol", source: "incidents", "source-layer": "incidents", filter: [">", ["get", "n"], 1],
          layout: { "icon-image": ["concat", "n-", ["to-string", ["get", "n"]]], "icon-allow-overlap": true },
        },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.on("styleimagemissing", ({ id }) => {
    if (id.startsWith("n-") && !map.hasImage(id)) map.addImage(id, numberPicture(id.slice(2)), { pixelRatio: 2 });
  });
  map.on("click", "dots", ({ features, lngLat }) => {
    const { code } = features[0].properties;
    if (code) location.assign(place.dataset.incident.replace("CODE", encodeURIComponent(code)));
    else map.easeTo({ center: lngLat, zoom: Math.min(17, map.getZoom() + 2) });
  });
  map.on("mouseenter", "dots", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "dots", () => { map.getCanvas().style.cursor = ""; });
  map.on("idle", () => { place.dataset.ready = "yes"; });
}

if (place) {
  if (canDraw()) draw();
  else document.getElementById("look-no-map").hidden = false;
}
